package io.github.basetenci.shim.auth;

import io.github.basetenci.api.UserInfo;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.text.Neutralizer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code whoami}. */
@Command(name = "whoami", description = "Ask the server who the key in use belongs to.")
public final class WhoamiCommand extends BaseCommand {
  @Mixin LoginChoice choice = new LoginChoice();

  @Override
  protected int run(Session session) throws Exception {
    UserInfo user = LoginChoice.open(session, choice.find(session)).me();
    session.output().result(json(user), text(user));
    return ExitCode.OK;
  }

  static JsonObject json(UserInfo user) {
    return JsonObject.EMPTY
        .with("user_id", user.userId())
        .with("email", user.email())
        .with("name", user.name())
        .with("workspace_name", user.workspaceName());
  }

  static String oneLine(UserInfo user) {
    String email = user.email();
    String workspace = user.workspaceName();
    return Neutralizer.line(email == null ? user.userId() : email)
        + (workspace == null ? "" : " (" + Neutralizer.line(workspace) + ")");
  }

  private static String text(UserInfo user) {
    return line("User ID:", user.userId())
        + line("Email:", user.email())
        + line("Name:", user.name())
        + line("Workspace:", user.workspaceName());
  }

  private static String line(String label, @Nullable String value) {
    return value == null || value.isEmpty()
        ? ""
        : String.format("%-11s %s\n", label, Neutralizer.line(value));
  }
}
