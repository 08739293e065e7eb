package io.github.basetenci.cli.snapshot;

import io.github.basetenci.cli.CommandTree;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.testing.snapshot.InterfaceItem;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What the command line takes, and with which codes it ends. */
final class CommandItems {
  /** The name under which the flags stand that every command has. */
  private static final String EVERY_COMMAND = "every command";

  private static final List<Integer> STATUSES = List.of(400, 401, 403, 404, 409, 422, 429, 500);

  /** How a description tells a default that picocli does not know. */
  private static final Pattern TOLD =
      Pattern.compile("Default: (\\S+?)[.;](?: |$)|(\\S+) \\(default\\)");

  private CommandItems() {}

  static List<InterfaceItem> ofCommandLine() {
    List<InterfaceItem> items = new ArrayList<>();
    CommandTree.all().forEach((words, spec) -> items.addAll(command(words, spec)));
    return items.stream().distinct().toList();
  }

  private static List<InterfaceItem> command(String words, CommandSpec spec) {
    String name = words.isEmpty() ? "baseten-ci" : words;
    List<InterfaceItem> items = new ArrayList<>();
    items.add(
        InterfaceItem.of(
            "command",
            name,
            (spec.subcommands().isEmpty() ? "does its work" : "a group")
                + (spec.usageMessage().hidden() ? ", hidden" : "")));
    Set<String> common = new HashSet<>();
    CommandSpec mixin = spec.mixins().get("common");
    if (mixin != null) {
      mixin.options().forEach(option -> common.add(option.longestName()));
    }
    for (OptionSpec option : spec.options()) {
      String owner = common.contains(option.longestName()) ? EVERY_COMMAND : name;
      items.add(InterfaceItem.of("flag", owner, option.longestName(), flag(option)));
    }
    for (PositionalParamSpec argument : spec.positionalParameters()) {
      items.add(
          InterfaceItem.of("argument", name, argument.paramLabel(), "takes " + takes(argument)));
    }
    return items;
  }

  private static String flag(OptionSpec option) {
    List<String> others = new ArrayList<>(List.of(option.names()));
    others.remove(option.longestName());
    return "takes "
        + takes(option)
        + (others.isEmpty() ? "" : "; also " + others.stream().sorted().toList())
        + (option.negatable() ? "; can be negated" : "")
        + (option.isMultiValue() ? "; can be repeated" : "")
        + (option.required() ? "; required" : "")
        + (option.hidden() ? "; hidden" : "");
  }

  /** How many values, which ones, and what counts without any. */
  private static String takes(ArgSpec argument) {
    return argument.arity()
        + (argument.completionCandidates() == null
            ? ""
            : " of " + words(argument.completionCandidates()))
        + "; default "
        + preset(argument);
  }

  private static List<String> words(Iterable<String> candidates) {
    List<String> words = new ArrayList<>();
    candidates.forEach(words::add);
    return words;
  }

  private static String preset(ArgSpec argument) {
    if (argument.required()) {
      return "none";
    }
    Object initial = argument.initialValue();
    boolean simple =
        initial instanceof String
            || initial instanceof Number
            || initial instanceof Boolean
            || initial instanceof Enum;
    if (argument.defaultValue() != null || simple) {
      return argument.defaultValue() != null ? argument.defaultValue() : String.valueOf(initial);
    }
    Matcher told = TOLD.matcher(String.join(" ", argument.description()));
    return told.find() ? told.group(1) == null ? told.group(2) : told.group(1) : "none";
  }

  static List<InterfaceItem> ofExitCodes() {
    Map<String, List<String>> meanings = new LinkedHashMap<>();
    for (Field field : ExitCode.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        try {
          meanings
              .computeIfAbsent(name(field.getInt(null)), name -> new ArrayList<>())
              .add(field.getName());
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    for (int status : STATUSES) {
      meanings
          .computeIfAbsent(name(ExitCode.ofStatus(status)), name -> new ArrayList<>())
          .add("HTTP " + status);
    }
    return meanings.entrySet().stream()
        .map(code -> InterfaceItem.of("exit", code.getKey(), sorted(code.getValue())))
        .toList();
  }

  private static String name(int code) {
    return "exit " + code;
  }

  private static String sorted(List<String> meanings) {
    return Arrays.stream(meanings.toArray(String[]::new))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
