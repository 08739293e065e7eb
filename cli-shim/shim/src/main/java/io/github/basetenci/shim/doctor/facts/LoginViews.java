package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.auth.ActiveLogin;
import io.github.basetenci.auth.ActiveLogins;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.Status;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.auth.TrussPair;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.NotAKey;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out which login each tool would use, by the rules of the installed version of the tool. */
final class LoginViews {
  private final Environment environment;
  private final Stores stores;
  private final StoreInspector.Result found;
  private final Instant now;

  LoginViews(Environment environment, Stores stores, StoreInspector.Result found, Instant now) {
    this.environment = environment;
    this.stores = stores;
    this.found = found;
    this.now = now;
  }

  LoginView truss(Tool tool) {
    Environment seen = tool.isBefore(Tool.TRUSS_PAIR) ? withoutPair() : environment;
    String unusable = TrussPair.of(seen).isUsed() ? null : found.trussrc().unusable();
    if (unusable != null) {
      return LoginView.failed("truss", unusable);
    }
    try {
      Status.StoreView view = new Status(seen, now).truss(null, stores, found.contents());
      Optional<TrussRemote> remote =
          view.name().isEmpty() ? Optional.empty() : found.contents().trussrc().remote(view.name());
      return remote.isEmpty() ? withoutRemote(view) : ofRemote(view, remote.get());
    } catch (StoreException e) {
      return LoginView.failed("truss", CommandWords.ADVICE.sentence(e));
    }
  }

  private LoginView withoutRemote(Status.StoreView view) {
    return switch (view.state()) {
      case LOGGED_IN -> login("truss", view, view.source(), variable(Environment.TRUSS_API_KEY));
      case UNUSABLE -> LoginView.failed("truss", view.problem());
      case SEVERAL_REMOTES ->
          LoginView.failed("truss", "several remotes in " + view.source() + ", none named");
      case IN_KEYRING, NO_CREDENTIAL, NOT_LOGGED_IN ->
          LoginView.failed("truss", "no remote in " + view.source());
    };
  }

  private LoginView ofRemote(Status.StoreView view, TrussRemote remote) {
    String entry = "remote '" + Neutralizer.line(view.name()) + "' in " + view.source();
    return switch (view.state()) {
      case UNUSABLE -> LoginView.failed("truss", view.problem());
      case IN_KEYRING ->
          Facts.isKeyringDisabled(environment)
              ? LoginView.failed(
                  "truss", entry + " has its secret in the system keyring, if at all")
              : login("truss", view, "the system keyring, by " + entry, null);
      case LOGGED_IN -> {
        String key = remote.apiKey();
        if (remote.hasAccessToken()) {
          yield login("truss", view, entry, null);
        }
        yield key != null && !key.isEmpty()
            ? login("truss", view, entry, parse(key))
            : login(
                "truss",
                view,
                Environment.API_KEY + " for " + entry,
                variable(Environment.API_KEY));
      }
      case NO_CREDENTIAL, SEVERAL_REMOTES, NOT_LOGGED_IN ->
          LoginView.failed("truss", entry + " has no credential");
    };
  }

  LoginView baseten() {
    Status.StoreView view;
    try {
      view = new Status(environment, now).baseten(null, stores, found.contents());
    } catch (StoreException e) {
      return LoginView.failed("baseten", CommandWords.ADVICE.sentence(e));
    }
    if (view.state() == Status.State.UNUSABLE) {
      return LoginView.failed("baseten", view.problem());
    }
    if (view.source().equals(Environment.API_KEY)) {
      return login("baseten", view, Environment.API_KEY, variable(Environment.API_KEY));
    }
    Optional<AuthProfile> profile = found.contents().authJson().profile(view.name());
    if (profile.isEmpty()) {
      String unusable = found.authJson().unusable();
      String missing =
          view.name().isEmpty()
              ? "no current profile in " + view.source()
              : "no profile '" + Neutralizer.line(view.name()) + "' in " + view.source();
      return LoginView.failed("baseten", unusable != null ? unusable : missing);
    }
    String entry = "profile '" + Neutralizer.line(view.name()) + "' in " + view.source();
    String key = profile.get().apiKey();
    return view.state() == Status.State.IN_KEYRING
        ? login("baseten", view, "the system keyring, by " + entry, null)
        : login("baseten", view, entry, key == null ? null : parse(key));
  }

  LoginView own(ActiveLogins logins) {
    for (StoreFacts store : new StoreFacts[] {found.trussrc(), found.authJson()}) {
      String unusable = store.unusable();
      if (unusable != null) {
        return LoginView.failed("baseten-ci", unusable);
      }
    }
    try {
      ActiveLogin login = logins.find(null, null, found.contents());
      StoreKind store = login.store();
      String source = login.sourceName();
      if (store != null) {
        String word = store == StoreKind.TRUSS ? "remote '" : "profile '";
        source += ": " + word + Neutralizer.line(login.name()) + "'";
      }
      return new LoginView(
          "baseten-ci", source, null, login.url().toString(), login.authType(), login.key());
    } catch (AuthException | StoreException e) {
      return LoginView.failed("baseten-ci", CommandWords.ADVICE.sentence(e));
    }
  }

  private static LoginView login(
      String tool, Status.StoreView view, String source, @Nullable ApiKey key) {
    String type = view.authType();
    return new LoginView(tool, source, null, view.remoteUrl(), type == null ? "" : type, key);
  }

  /**
   * The key in a variable, or null if the text cannot be a key. No server is asked with such a
   * text.
   */
  private @Nullable ApiKey variable(String name) {
    Optional<String> text = environment.get(name).filter(value -> value.indexOf('%') < 0);
    return text.isEmpty() ? null : parse(text.get());
  }

  private static @Nullable ApiKey parse(String text) {
    return NotAKey.of(text).isPresent() ? null : ApiKey.stored(text).orElse(null);
  }

  private Environment withoutPair() {
    Map<String, String> rest = new HashMap<>(environment.variables());
    rest.remove(Environment.TRUSS_API_KEY);
    rest.remove(Environment.TRUSS_REMOTE_URL);
    return new Environment(rest);
  }
}
