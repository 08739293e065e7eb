package io.github.basetenci.shim.auth;

import io.github.basetenci.api.UserInfo;
import io.github.basetenci.auth.ActiveLogin;
import io.github.basetenci.auth.ActiveLogins;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Differences;
import io.github.basetenci.auth.Explanation;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.LoginOfUrl;
import io.github.basetenci.auth.Status;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.output.JsonFilter;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code auth status}. */
@Command(
    name = "status",
    description = "Show which login is used here, and what truss and baseten each find.")
public final class StatusCommand extends BaseCommand {
  @Option(
      names = {"-p", "--profile"},
      converter = EmptyIsUnset.class,
      paramLabel = "NAME",
      description = "Look at this profile.")
  @Nullable String profile;

  @Option(
      names = "--remote",
      converter = EmptyIsUnset.class,
      paramLabel = "NAME",
      description = "Look at this remote.")
  @Nullable String remote;

  @Mixin UrlOption url = new UrlOption();

  @Option(
      names = "--verify",
      description = "Ask the server whether the key or the access token is accepted.")
  boolean verify;

  @Option(
      names = "--explain",
      description = "Show every source a key can come from, and which one wins. Never a value.")
  boolean explain;

  /** When the access tokens end that no tool renews. */
  private final Map<StoreKind, Instant> ends = new EnumMap<>(StoreKind.class);

  @Override
  protected int run(Session session) throws Exception {
    Stores stores = session.stores();
    Stores.Contents contents = stores.read();
    LoginOfUrl found = url.find(session, profile, remote, contents);
    if (found != null) {
      profile = found.profile();
      remote = found.remote();
    }
    List<Status.StoreView> views =
        new Status(session.environment(), session.host().clock().instant())
            .views(profile, remote, stores, contents);
    for (Status.StoreView view : views) {
      Status.expires(view, stores, contents).ifPresent(end -> ends.put(view.store(), end));
    }
    for (String name : names(views)) {
      sayDifferences(session, name, contents);
    }
    ActiveLogins logins = session.activeLogins();
    Explanation explanation = logins.explain(profile, remote, contents);
    ActiveLogin login;
    try {
      login = logins.find(profile, remote, contents, stores);
      if (!isAnyLoggedIn(views)) {
        login.require(session.host().clock().instant());
        refuseUnusable(login, views);
      }
    } catch (AuthException e) {
      boolean loggedIn = e.kind() != AuthException.Kind.INVALID && !verify && isAnyLoggedIn(views);
      if (loggedIn || explain) {
        print(session, null, views, null, explanation);
      }
      if (!loggedIn) {
        throw e;
      }
      session.output().warn(CommandWords.ADVICE.sentence(e));
      return ExitCode.OK;
    }
    session.uses(login);
    UserInfo user = null;
    if (verify) {
      login = LoginChoice.fresh(session, login, Duration.ZERO);
      user =
          session
              .clients()
              .open(login.url(), login.require(session.host().clock().instant()).secret())
              .me();
    }
    print(session, login, views, user, explanation);
    return ExitCode.OK;
  }

  private static Set<String> names(List<Status.StoreView> views) {
    Set<String> names = new LinkedHashSet<>();
    views.forEach(view -> names.add(view.name()));
    return names;
  }

  /** Says how two entries of one name differ, because a user may take two logins for one. */
  private static void sayDifferences(Session session, String name, Stores.Contents contents)
      throws StoreException {
    Optional<TrussRemote> remote = contents.trussrc().remote(name);
    Optional<AuthProfile> profile = contents.authJson().profile(name);
    if (remote.isEmpty() || profile.isEmpty()) {
      return;
    }
    Differences differences = Differences.of(remote.get(), profile.get());
    if (differences.words().isEmpty()) {
      return;
    }
    String urls =
        " ("
            + Neutralizer.line(String.valueOf(remote.get().remoteUrl()))
            + " in the trussrc, "
            + Neutralizer.line(profile.get().remoteUrl())
            + " in auth.json)";
    session
        .output()
        .warn(
            "the remote and the profile '"
                + Neutralizer.line(name)
                + "' have different "
                + String.join(" and ", differences.words())
                + (differences.urls() ? urls : "")
                + "; log in again under that name, or give the two different names");
  }

  /** Refuses an entry that is stored, but that its own tool cannot use. */
  private static void refuseUnusable(ActiveLogin login, List<Status.StoreView> views)
      throws AuthException {
    for (Status.StoreView view : views) {
      if (view.store() == login.store() && view.state() == Status.State.UNUSABLE) {
        throw new AuthException(AuthException.Kind.NOT_LOGGED_IN, view.problem());
      }
    }
  }

  /**
   * Whether any tool is logged in. This can be true when no login is chosen, for example with
   * several remotes.
   */
  private static boolean isAnyLoggedIn(List<Status.StoreView> views) {
    return views.stream().anyMatch(Status.StoreView::loggedIn);
  }

  private void print(
      Session session,
      @Nullable ActiveLogin login,
      List<Status.StoreView> views,
      @Nullable UserInfo user,
      Explanation explanation)
      throws JsonFilter.FilterException {
    session
        .output()
        .result(
            json(login, views, user, explanation),
            text(login, views, user, explanation, session.host().clock().instant()));
  }

  private JsonObject json(
      @Nullable ActiveLogin login,
      List<Status.StoreView> views,
      @Nullable UserInfo user,
      Explanation explanation) {
    ApiKey key = login == null ? null : login.key();
    JsonObject json =
        JsonObject.EMPTY
            .with("profile", login == null ? "" : login.name())
            .with("user", login == null ? "" : login.name())
            .with("remote_url", login == null ? "" : login.url().toString())
            .with("host", login == null ? "" : login.url().toString())
            .with("auth_type", login == null ? "" : login.authType())
            .with("source", login == null ? "" : login.sourceName())
            .with("key_prefix", key == null ? "" : key.prefix());
    if (login != null && login.credential() instanceof LoginCredential.Token token) {
      json = json.with("expires_at", token.expires().toString());
    }
    json = json.with("stores", stores(views));
    if (user != null) {
      json = json.with("whoami", WhoamiCommand.json(user));
    }
    if (explain) {
      List<JsonValue> rows = new ArrayList<>();
      for (Explanation.Row row : explanation.rows()) {
        rows.add(
            JsonObject.EMPTY
                .with("source", row.source())
                .with("state", row.state().name().toLowerCase(java.util.Locale.ROOT))
                .with("detail", row.detail()));
      }
      json = json.with("explanation", new JsonArray(rows));
    }
    return json;
  }

  private JsonArray stores(List<Status.StoreView> views) {
    return new JsonArray(views.stream().map(this::store).toList());
  }

  private JsonValue store(Status.StoreView view) {
    JsonObject row =
        JsonObject.EMPTY
            .with("store", view.store().tool())
            .with("name", view.name())
            .with("state", view.state().word())
            .with("remote_url", view.remoteUrl() == null ? "" : view.remoteUrl())
            .with("auth_type", view.authType() == null ? "" : view.authType())
            .with("source", view.source());
    Instant end = ends.get(view.store());
    if (end != null) {
      row = row.with("expires_at", end.toString());
    }
    return view.problem().isEmpty() ? row : row.with("problem", view.problem());
  }

  private String text(
      @Nullable ActiveLogin login,
      List<Status.StoreView> views,
      @Nullable UserInfo user,
      Explanation explanation,
      Instant now) {
    StringBuilder out = new StringBuilder();
    if (login != null) {
      login(login, now, out);
    }
    if (user != null) {
      out.append("  Verified: ").append(WhoamiCommand.oneLine(user)).append('\n');
    }
    stores(views, out);
    if (explain) {
      explanation(explanation, out);
    }
    return out.toString();
  }

  private static void login(ActiveLogin login, Instant now, StringBuilder out) {
    if (login.name().isEmpty()) {
      out.append("Using API key from ").append(login.sourceName()).append('\n');
    } else {
      out.append(Neutralizer.line(login.name())).append('\n');
    }
    out.append("  Remote: ").append(login.url()).append('\n');
    out.append("  Auth type: ").append(Neutralizer.line(login.authType())).append('\n');
    if (login.key() != null) {
      out.append("  Key: ").append(login.key()).append('\n');
    }
    if (login.credential() instanceof LoginCredential.Token token) {
      out.append("  Access token: ").append(TimeLeft.until(token.expires(), now)).append('\n');
    }
  }

  private static void explanation(Explanation explanation, StringBuilder out) {
    int width = explanation.rows().stream().mapToInt(row -> row.source().length()).max().orElse(1);
    out.append("Sources, in order:\n");
    int rank = 0;
    for (Explanation.Row row : explanation.rows()) {
      rank++;
      String source = String.format("%-" + width + "s", row.source());
      out.append("  ").append(rank).append(". ").append(source);
      out.append("  ").append(row.state().text());
      out.append(row.detail().isEmpty() ? "" : " (" + row.detail() + ")").append('\n');
    }
  }

  private static void stores(List<Status.StoreView> views, StringBuilder out) {
    for (Status.StoreView view : views) {
      out.append(String.format("  %-8s ", view.store().tool()));
      out.append(
          switch (view.state()) {
            case LOGGED_IN -> loggedIn(view);
            case IN_KEYRING ->
                loggedIn(view)
                    + ", secret in the system keyring"
                    + (view.problem().isEmpty() ? "" : ", which gives none: " + view.problem());
            case NO_CREDENTIAL -> "no credential";
            case UNUSABLE -> "unusable: " + view.problem();
            case SEVERAL_REMOTES -> "several remotes, none named";
            case NOT_LOGGED_IN -> "not logged in";
          });
      out.append(" (").append(view.source()).append(")\n");
    }
  }

  private static String loggedIn(Status.StoreView view) {
    return "logged in" + (view.name().isEmpty() ? "" : " as " + Neutralizer.line(view.name()));
  }
}
