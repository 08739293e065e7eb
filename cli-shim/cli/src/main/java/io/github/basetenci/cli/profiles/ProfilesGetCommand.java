package io.github.basetenci.cli.profiles;

import io.github.basetenci.auth.Profiles;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.text.Neutralizer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profiles get}. */
@Command(name = "get", description = "Print a setting of a login.")
public final class ProfilesGetCommand extends BaseCommand {
  @Parameters(
      paramLabel = "KEY",
      converter = SettingConverter.class,
      completionCandidates = SettingConverter.Words.class,
      description = "remote-url, team, auth-type or key-prefix.")
  Profiles.Setting setting = Profiles.Setting.REMOTE_URL;

  @Option(
      names = {"-p", "--profile", "--remote"},
      paramLabel = "NAME",
      description = "The login. Default: the current one.")
  @Nullable String profile;

  @Override
  protected int run(Session session) throws Exception {
    Profiles.Entry entry = new Profiles(session.stores()).get(profile);
    String value =
        switch (setting) {
          case REMOTE_URL -> entry.remoteUrl();
          case TEAM -> entry.team();
          case AUTH_TYPE -> entry.authType();
          case KEY_PREFIX -> entry.keyPrefix();
        };
    session
        .output()
        .result(
            JsonObject.EMPTY.with("profile", entry.name()).with(setting.word(), value),
            (value == null ? "" : Neutralizer.line(value)) + "\n");
    return ExitCode.OK;
  }
}
