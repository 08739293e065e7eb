package io.github.basetenci.cli.profiles;

import io.github.basetenci.auth.Profiles;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.text.Neutralizer;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profiles set}. */
@Command(name = "set", description = "Change a setting of a login.")
public final class ProfilesSetCommand extends BaseCommand {
  @Parameters(
      index = "0",
      paramLabel = "KEY",
      converter = Converter.class,
      completionCandidates = Words.class,
      description = "remote-url or team.")
  Profiles.Setting setting = Profiles.Setting.REMOTE_URL;

  @Parameters(index = "1", paramLabel = "VALUE", description = "The new value.")
  String value = "";

  @Option(
      names = {"-p", "--profile", "--remote"},
      paramLabel = "NAME",
      description = "The login. Default: the current one.")
  @Nullable String profile;

  @Override
  protected int run(Session session) throws Exception {
    new Profiles(session.stores()).set(profile, setting, value).forEach(session.output()::note);
    session
        .output()
        .result(
            JsonObject.EMPTY.with(setting.word(), value),
            "Set " + setting.word() + " to " + Neutralizer.line(value) + "\n");
    return ExitCode.OK;
  }

  /**
   * Accepts every setting. For a name that is no setting, the message lists the settings that can
   * be changed.
   */
  static final class Converter extends SettingConverter {
    Converter() {
      super("use remote-url or team");
    }
  }

  /** The words that shell completion offers: the settings that can be changed. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Profiles.Setting.REMOTE_URL, Profiles.Setting.TEAM)
          .map(Profiles.Setting::word)
          .iterator();
    }
  }
}
