import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Writes a manual page for each command, from what {@code --help} says.
 *
 * <p>{@code java -cp baseten-ci.jar ManPages.java DIRECTORY VERSION DATE}
 */
final class ManPages {
  private ManPages() {}

  public static void main(String[] args) throws Exception {
    Method all = Class.forName("io.github.basetenci.cli.BasetenCi").getDeclaredMethod("all");
    all.setAccessible(true);
    write((CommandLine) all.invoke(null), Path.of(args[0]), args[1], args[2]);
  }

  private static void write(CommandLine command, Path directory, String version, String date)
      throws IOException {
    CommandSpec spec = command.getCommandSpec();
    if (spec.usageMessage().hidden()) {
      return;
    }
    String name = spec.qualifiedName("-");
    spec.usageMessage().width(100);
    Files.writeString(directory.resolve(name + ".1"), page(spec, name, version, date));
    for (Map.Entry<String, CommandLine> each : command.getSubcommands().entrySet()) {
      if (each.getKey().equals(each.getValue().getCommandName())) {
        write(each.getValue(), directory, version, date);
      }
    }
  }

  private static String page(CommandSpec spec, String name, String version, String date) {
    Help help = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF));
    StringBuilder page = new StringBuilder();
    page.append(".TH \"" + name.toUpperCase(java.util.Locale.ROOT) + "\" 1 \"" + date + "\" ");
    page.append("\"baseten-ci " + version + "\" \"baseten-ci\"\n.nh\n.ad l\n");
    String[] description = spec.usageMessage().description();
    page.append(".SH NAME\n").append(text(name)).append(" \\- ");
    page.append(text(description.length == 0 ? name : description[0].replaceAll("[.:]$", "")));
    page.append("\n.SH SYNOPSIS\n.nf\n").append(text(help.synopsis(0))).append(".fi\n");
    if (description.length > 0) {
      page.append(".SH DESCRIPTION\n").append(text(help.description())).append('\n');
    }
    section(page, "PARAMETERS", help.parameterList());
    section(page, "OPTIONS", help.optionList());
    section(page, "COMMANDS", help.commandList());
    section(page, "NOTES", help.footer());
    if (spec.parent() != null) {
      page.append(".SH SEE ALSO\n").append(text(spec.parent().qualifiedName("-"))).append("(1)\n");
    }
    return page.toString();
  }

  private static void section(StringBuilder page, String title, String lines) {
    if (!lines.isBlank()) {
      page.append(".SH " + title + "\n.nf\n").append(text(lines)).append("\n.fi\n");
    }
  }

  /** What roff would take for its own: backslashes, dashes, and a dot or quote at the start. */
  private static String text(String text) {
    List<String> lines =
        text.lines()
            .map(line -> line.stripTrailing().replace("\\", "\\e").replace("-", "\\-"))
            .map(line -> line.matches("[.'].*") ? "\\&" + line : line)
            .toList();
    return String.join("\n", lines) + (text.endsWith("\n") ? "\n" : "");
  }
}
