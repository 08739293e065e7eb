package io.github.basetenci.shim.auth;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.LoginOfUrl;
import io.github.basetenci.auth.Profiles;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Questions;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Neutralizer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code auth switch}. */
@Command(
    name = "switch",
    description = "Make another profile the current one. On a terminal, asks which.")
public final class SwitchCommand extends BaseCommand {
  @Option(
      names = {"-p", "--profile", "--user"},
      converter = EmptyIsUnset.class,
      paramLabel = "NAME",
      description = "The profile.")
  @Nullable String profile;

  @Mixin UrlOption url = new UrlOption();

  @Override
  protected int run(Session session) throws Exception {
    Questions questions = session.questions();
    if (profile == null && questions != null && !url.isGiven()) {
      run(
          session,
          new ProfilePicker(questions).pick(new Profiles(session.stores()).choices()),
          null);
      return ExitCode.OK;
    }
    LoginOfUrl found = url.find(session, profile, null, session.stores().read());
    String name = found == null ? profile : found.name();
    if (name == null) {
      throw new UsageException("must specify --profile");
    }
    run(session, name, found == null ? null : found.url());
    return ExitCode.OK;
  }

  /** Makes the profile the current one; {@code profiles use} calls this too. */
  public static void run(Session session, String profile) throws Exception {
    run(session, profile, null);
  }

  private static void run(Session session, String name, @Nullable RemoteUrl url) throws Exception {
    Profiles.Chosen chosen = new Profiles(session.stores()).use(name, url);
    chosen.notes().forEach(session.output()::note);
    session
        .output()
        .result(
            JsonObject.EMPTY.with("profile", chosen.profile()).with("user", chosen.user()),
            "Switched to " + Neutralizer.line(name) + "\n");
  }
}
