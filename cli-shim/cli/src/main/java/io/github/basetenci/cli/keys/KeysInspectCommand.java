package io.github.basetenci.cli.keys;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.auth.ActiveLogin;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.auth.LoginChoice;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.text.Neutralizer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code keys inspect}. */
@Command(
    name = "inspect",
    description = "Show type, team and models of the key in use, or of another key.")
public final class KeysInspectCommand extends BaseCommand {
  private static final ApiKeyType UNKNOWN = new ApiKeyType("unknown");

  @Mixin LoginChoice choice = new LoginChoice();

  @Parameters(
      paramLabel = "PREFIX",
      arity = "0..1",
      converter = PrefixConverter.class,
      description = "The part of the key before its first dot. Default: the key in use.")
  @Nullable String prefix;

  @Override
  protected int run(Session session) throws Exception {
    ActiveLogin login = choice.find(session);
    ManagementApi api = LoginChoice.open(session, login);
    if (prefix != null) {
      show(session, login, new ListedKeys(api.apiKeys()).withPrefix(prefix), null);
      return ExitCode.OK;
    }
    UserInfo user = allowed(api::me);
    String own = login.requireKey().prefix();
    ListedKeys keys = allowed(() -> new ListedKeys(api.apiKeys()));
    ApiKeyInfo listed = keys == null ? null : keys.find(own).orElse(null);
    if (listed == null) {
      session
          .output()
          .note(
              (keys == null
                      ? "The key works, but may not ask what it is (HTTP 403), as inference and"
                          + " metrics keys do not"
                      : "The server does not list the key that is in use")
                  + "; run 'baseten-ci keys inspect "
                  + (own.isEmpty() ? "PREFIX" : own)
                  + "' with a key that manages keys.");
      listed = new ApiKeyInfo(own, UNKNOWN, null, null, null, null);
    }
    show(session, login, listed, user);
    return ExitCode.OK;
  }

  /** The answer, or null for a 403: the key works, but may not ask this question. */
  private static <T> @Nullable T allowed(Question<T> question)
      throws ApiException, TransportException {
    try {
      return question.ask();
    } catch (ApiException e) {
      if (e.status() == 403) {
        return null;
      }
      throw e;
    }
  }

  private static void show(
      Session session, ActiveLogin login, ApiKeyInfo key, @Nullable UserInfo user)
      throws Exception {
    KeyView view = new KeyView(key);
    String workspace = user == null ? null : user.workspaceName();
    boolean inUse = key.prefix().equals(login.requireKey().prefix());
    JsonObject json =
        view.json()
            .with("in_use", new JsonBoolean(inUse))
            .with("source", inUse ? login.sourceName() : null)
            .with("remote_url", login.url().toString())
            .with("workspace_name", workspace)
            .with("user_id", user == null ? null : user.userId());
    String text =
        line("Key:", view.maskedPrefix() + (inUse ? " (in use)" : ""))
            + line("Name:", view.name())
            + line("Type:", view.type())
            + line("Team:", view.team())
            + line("Models:", view.models())
            + line("Owner:", view.owner())
            + line("Created:", view.created())
            + line("Last used:", view.lastUsed())
            + line("Workspace:", workspace == null ? "-" : Neutralizer.line(workspace))
            + line("Remote:", login.url().toString());
    session.output().result(json, text);
  }

  private static String line(String label, String value) {
    return value.equals("-") ? "" : String.format("%-11s %s\n", label, value);
  }

  /** One call to the server. */
  private interface Question<T> {
    T ask() throws ApiException, TransportException;
  }
}
