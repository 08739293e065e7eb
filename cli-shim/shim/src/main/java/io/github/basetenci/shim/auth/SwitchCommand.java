package io.github.basetenci.shim.auth;

import io.github.basetenci.auth.Profiles;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Neutralizer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code auth switch}. */
@Command(name = "switch", description = "Make another profile the current one.")
public final class SwitchCommand extends BaseCommand {
  @Option(
      names = {"--profile", "--user"},
      paramLabel = "NAME",
      description = "The profile.")
  @Nullable String profile;

  @Override
  protected int run(Session session) throws Exception {
    if (profile == null || profile.isEmpty()) {
      throw new UsageException("must specify --profile");
    }
    run(session, profile);
    return ExitCode.OK;
  }

  /** Makes the profile the current one; {@code profiles use} calls this too. */
  public static void run(Session session, String profile) throws Exception {
    new Profiles(session.stores()).use(profile).forEach(session.output()::note);
    session
        .output()
        .result(
            JsonObject.EMPTY.with("profile", profile),
            "Switched to " + Neutralizer.line(profile) + "\n");
  }
}
