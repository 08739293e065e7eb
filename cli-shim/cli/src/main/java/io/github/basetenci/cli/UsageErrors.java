package io.github.basetenci.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns picocli's complaints into sentences that never quote an argument's value: a key pasted in
 * the wrong place must not reach the log.
 */
final class UsageErrors {
  /** What can be an option's name and no key: no digits, no dots, nothing behind the name. */
  private static final Pattern OPTION = Pattern.compile("^--[a-z-]{1,30}(?==|$)|^-[a-zA-Z](?=$)");

  private UsageErrors() {}

  static String sentence(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    return problem(e) + "; see '" + command + " --help'";
  }

  private static String problem(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    ArgSpec arg = e.getArgSpec();
    if (arg == null) {
      return e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()
          ? "missing: "
              + String.join(", ", missing.getMissing().stream().map(UsageErrors::name).toList())
          : "the arguments cannot be understood";
    }
    String name = name(arg);
    if (e instanceof MissingParameterException) {
      return name + " needs a value";
    }
    if (e instanceof OverwrittenOptionException || e instanceof MaxValuesExceededException) {
      return name + " is given more than once";
    }
    if (e.getCause() instanceof TypeConversionException reason) {
      return "invalid value for " + name + ": " + reason.getMessage();
    }
    Class<?> type = arg.type();
    if (type.isEnum()) {
      return "invalid value for " + name + ": use one of " + constants(type);
    }
    return "invalid value for " + name;
  }

  private static String constants(Class<?> type) {
    List<String> names =
        java.util.Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
    return String.join(", ", names);
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }

  /** Names an unknown option (without the value behind its equals sign), counts anything else. */
  private static String unmatched(UnmatchedArgumentException e) {
    String first = e.getUnmatched().get(0);
    if (first.startsWith("-") && first.length() > 1) {
      Matcher option = OPTION.matcher(first);
      return option.find() ? "unknown option " + option.group() : "unknown option";
    }
    CommandLine command = e.getCommandLine();
    return command.getSubcommands().isEmpty()
        ? "unexpected argument"
        : "unknown command; use one of " + String.join(", ", command.getSubcommands().keySet());
  }
}
