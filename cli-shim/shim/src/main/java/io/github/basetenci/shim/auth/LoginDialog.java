package io.github.basetenci.shim.auth;

import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.auth.Login;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.Questions;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person on a terminal is asked at a login whose credential no flag and no variable gives. A
 * flag or a variable answers its question, so that question is not asked.
 */
final class LoginDialog {
  private final Session session;
  private final Questions questions;

  LoginDialog(Session session, Questions questions) {
    this.session = session;
    this.questions = questions;
  }

  /** Asks how to log in: whether by browser, or else with a key. */
  boolean byBrowser() throws CommandException, UsageException {
    return questions.ask(
        "How do you want to log in? 1 browser, 2 API key",
        "",
        answer ->
            switch (answer.toLowerCase(Locale.ROOT)) {
              case "1", "browser", "web" -> true;
              case "2", "key", "api key" -> false;
              default -> throw new UsageException("answer 1 or 2");
            });
  }

  /**
   * Asks for the name and the URL of the login, and before a login of that name is replaced.
   *
   * @param asked what the flags say
   * @param nameGiven whether a flag names the login
   * @param force whether a login is replaced without a question
   */
  Login.Request complete(Login.Request asked, boolean nameGiven, boolean force)
      throws AuthException, StoreException, CommandException, UsageException {
    Login.Request request = nameGiven ? asked : withName(asked);
    Stores.Contents now = session.stores().read(request.stores());
    if (request.remoteUrl() == null && !session.environment().has(Environment.REMOTE_URL)) {
      request = withUrl(request, now);
    }
    String stored = stored(request, now);
    if (!force && stored != null) {
      confirm(stored);
    }
    return request;
  }

  /** Asks for the key. */
  ExplicitKey key() throws CommandException {
    return new ExplicitKey("the terminal", questions.secret("API key: ").strip());
  }

  private Login.Request withName(Login.Request asked) throws CommandException, UsageException {
    String kind = asked.stores().contains(StoreKind.BASETEN) ? "Profile" : "Remote";
    return questions.ask(
        kind + " name",
        asked.names().remote(),
        name -> {
          Login.Request named =
              asked.withNames(new Login.StoredNames(name, name, asked.names().label()));
          try {
            named.checkNames();
          } catch (AuthException e) {
            throw new UsageException(CommandWords.ADVICE.sentence(e));
          }
          return named;
        });
  }

  private Login.Request withUrl(Login.Request request, Stores.Contents now)
      throws CommandException, UsageException, StoreException {
    return questions.ask(
        "Remote URL",
        storedUrl(request, now),
        text -> {
          try {
            return request.withRemoteUrl(
                RemoteUrl.parse(text, "the remote URL from the terminal").toString());
          } catch (InvalidRemoteUrlException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
          }
        });
  }

  /** The URL of the login that would be replaced, or else that of Baseten. */
  private static String storedUrl(Login.Request request, Stores.Contents now)
      throws StoreException {
    Optional<String> remote =
        now.trussrc().remote(request.names().remote()).map(TrussRemote::remoteUrl);
    Optional<String> profile =
        now.authJson().profile(request.names().profile()).map(AuthProfile::remoteUrl);
    return Neutralizer.line(remote.or(() -> profile).orElse(RemoteUrl.DEFAULT.toString()));
  }

  /** The name under which the login would be replaced, or null. */
  private static @Nullable String stored(Login.Request request, Stores.Contents now) {
    String remote = request.names().remote();
    String profile = request.names().profile();
    return now.trussrc().remotes().contains(remote)
        ? remote
        : now.authJson().profiles().contains(profile) ? profile : null;
  }

  private void confirm(String name) throws CommandException, UsageException {
    if (!questions.agrees("Replace the existing login '" + Neutralizer.line(name) + "'?")) {
      throw new UsageException("not replaced; pass --force to replace it without a question");
    }
  }
}
