package io.github.basetenci.cli;

import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code launcher}. */
@Command(
    name = "launcher",
    description = {
      "Print the shell script that starts a jar of this command, to put on PATH as baseten-ci.",
      "Unlike java -jar, it works in any locale, with little memory, and passes everything on."
    })
public final class LauncherCommand extends BaseCommand {
  private static final String TEXT = "launch.sh";

  @Option(
      names = "--java",
      paramLabel = "FILE",
      description = "The Java command that runs it. Default: java, as found on PATH.")
  String java = "java";

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      required = true,
      description = "The full path of the jar where the script will run.")
  String jar = "";

  @Override
  protected int run(Session session) throws Exception {
    String script =
        "#!/bin/sh\n"
            + text()
            + "\njava="
            + quoted(java)
            + "\njar="
            + quoted(session.host().workingDirectory().resolve(jar).toString())
            + "\nlaunch \"$@\"\n";
    session.output().result(JsonObject.EMPTY.with("script", script), script);
    return ExitCode.OK;
  }

  private static String text() throws IOException {
    try (InputStream in = LauncherCommand.class.getResourceAsStream(TEXT)) {
      if (in == null) {
        throw new IOException("this jar was built without " + TEXT);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
