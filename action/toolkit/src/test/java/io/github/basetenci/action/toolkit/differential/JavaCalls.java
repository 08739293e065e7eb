package io.github.basetenci.action.toolkit.differential;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.action.toolkit.AnnotationProperties;
import io.github.basetenci.action.toolkit.Command;
import io.github.basetenci.action.toolkit.InputOptions;
import io.github.basetenci.action.toolkit.Platform;
import io.github.basetenci.action.toolkit.Summary;
import io.github.basetenci.action.toolkit.SummaryTableCell;
import io.github.basetenci.action.toolkit.ToolkitException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Makes the calls with the port. */
final class JavaCalls {
  private static final List<String> FILES =
      List.of("ENV", "OUTPUT", "STATE", "PATH", "STEP_SUMMARY");

  private final Path directory;
  private final String delimiter;
  private final UnaryOperator<ActionsCore.Builder> settings;

  JavaCalls(Path directory, String delimiter, UnaryOperator<ActionsCore.Builder> settings) {
    this.directory = directory;
    this.delimiter = delimiter;
    this.settings = settings;
  }

  Outcome perform(Call call) throws IOException {
    for (String file : FILES) {
      Files.write(directory.resolve(file), new byte[0]);
    }
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ActionsCore core =
        settings
            .apply(ActionsCore.builder(call.environment(), printed).delimiters(() -> delimiter))
            .build();
    String thrown = "";
    Object returned = null;
    try {
      returned = perform(core, call.name(), call.args());
    } catch (ToolkitException e) {
      thrown = e.getMessage();
    }
    List<String> values = new ArrayList<>();
    values.add(printed.toString(StandardCharsets.UTF_8));
    for (String file : FILES) {
      values.add(Files.readString(directory.resolve(file)));
    }
    values.add(utf8(thrown));
    values.add(returned == null ? "" : utf8(text(returned)));
    values.add(String.valueOf(core.exitCode()));
    // A variable of the system, which is Node's, ends at a NUL.
    values.add(utf8(core.environment().get("PATH").split("\0", 2)[0]));
    return Outcome.of(values);
  }

  private static Object perform(ActionsCore core, String name, List<Object> args) {
    switch (name) {
      case "getInput":
        return core.getInput(string(args, 0), options(args));
      case "getMultilineInput":
        return core.getMultilineInput(string(args, 0), options(args));
      case "getBooleanInput":
        return core.getBooleanInput(string(args, 0), options(args));
      case "getState":
        return core.getState(string(args, 0));
      case "isDebug":
        return core.isDebug();
      case "getIDToken":
        return core.getIDToken(args.isEmpty() ? null : string(args, 0));
      case "toPosixPath":
        return Platform.toPosixPath(string(args, 0));
      case "toWin32Path":
        return Platform.toWin32Path(string(args, 0));
      case "toPlatformPath":
        return core.platform().toPlatformPath(string(args, 0));
      case "group":
        return core.group(
            string(args, 0),
            () -> {
              core.info(string(args, 1));
              return null;
            });
      case "summary":
        args.forEach(step -> summarise(core.summary(), list(step)));
        return core.summary().stringify();
      default:
        print(core, name, args);
        return null;
    }
  }

  private static void print(ActionsCore core, String name, List<Object> args) {
    switch (name) {
      case "setOutput" -> core.setOutput(string(args, 0), args.get(1));
      case "exportVariable" -> core.exportVariable(string(args, 0), args.get(1));
      case "saveState" -> core.saveState(string(args, 0), args.get(1));
      case "addPath" -> core.addPath(string(args, 0));
      case "setSecret" -> core.setSecret(string(args, 0));
      case "setCommandEcho" -> core.setCommandEcho((Boolean) args.get(0));
      case "setFailed" -> core.setFailed(string(args, 0));
      case "debug" -> core.debug(string(args, 0));
      case "error" -> core.error(string(args, 0), annotation(args));
      case "warning" -> core.warning(string(args, 0), annotation(args));
      case "notice" -> core.notice(string(args, 0), annotation(args));
      case "info" -> core.info(string(args, 0));
      case "startGroup" -> core.startGroup(string(args, 0));
      case "endGroup" -> core.endGroup();
      case "issueCommand" ->
          core.issueCommand(new Command(string(args, 0), map(args.get(1)), args.get(2)));
      default -> throw new IllegalArgumentException(name);
    }
  }

  private static void summarise(Summary summary, List<Object> step) {
    switch (string(step, 0)) {
      case "addRaw" -> {
        if (step.size() == 2) {
          summary.addRaw(string(step, 1));
        } else {
          summary.addRaw(string(step, 1), (Boolean) step.get(2));
        }
      }
      case "addEOL" -> summary.addEOL();
      case "addCodeBlock" -> summary.addCodeBlock(string(step, 1), string(step, 2));
      case "addList" ->
          summary.addList(
              list(step.get(1)).stream().map(String.class::cast).toList(), (Boolean) step.get(2));
      case "addTable" ->
          summary.addTable(
              list(step.get(1)).stream()
                  .map(row -> list(row).stream().map(JavaCalls::cell).toList())
                  .toList());
      case "addDetails" -> summary.addDetails(string(step, 1), string(step, 2));
      case "addImage" -> {
        if (step.size() == 3) {
          summary.addImage(string(step, 1), string(step, 2));
        } else {
          Map<String, Object> size = map(step.get(3));
          summary.addImage(
              string(step, 1),
              string(step, 2),
              (String) size.get("width"),
              (String) size.get("height"));
        }
      }
      case "addHeading" -> summary.addHeading(string(step, 1), (Integer) step.get(2));
      case "addSeparator" -> summary.addSeparator();
      case "addBreak" -> summary.addBreak();
      case "addQuote" -> summary.addQuote(string(step, 1), string(step, 2));
      case "addLink" -> summary.addLink(string(step, 1), string(step, 2));
      case "write" -> summary.write((Boolean) map(step.get(1)).get("overwrite"));
      case "clear" -> summary.clear();
      default -> throw new IllegalArgumentException(string(step, 0));
    }
  }

  private static SummaryTableCell cell(Object cell) {
    if (cell instanceof String data) {
      return SummaryTableCell.of(data);
    }
    Map<String, Object> fields = map(cell);
    return new SummaryTableCell(
        (String) fields.get("data"),
        (Boolean) fields.get("header"),
        (String) fields.get("colspan"),
        (String) fields.get("rowspan"));
  }

  private static InputOptions options(List<Object> args) {
    if (args.size() == 1) {
      return InputOptions.DEFAULT;
    }
    Map<String, Object> options = map(args.get(1));
    return new InputOptions(
        (Boolean) options.get("required"), (Boolean) options.get("trimWhitespace"));
  }

  private static AnnotationProperties annotation(List<Object> args) {
    if (args.size() == 1) {
      return AnnotationProperties.NONE;
    }
    Map<String, Object> properties = map(args.get(1));
    return new AnnotationProperties(
        (String) properties.get("title"),
        (String) properties.get("file"),
        (Integer) properties.get("startLine"),
        (Integer) properties.get("endLine"),
        (Integer) properties.get("startColumn"),
        (Integer) properties.get("endColumn"));
  }

  private static String text(Object returned) {
    return returned instanceof List<?> lines
        ? String.join("\0", lines.stream().map(String.class::cast).toList())
        : returned.toString();
  }

  private static String string(List<Object> args, int index) {
    return (String) args.get(index);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  /** As it is after UTF-8, in which half a surrogate pair is U+FFFD. */
  private static String utf8(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> out.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
    return out.toString();
  }
}
