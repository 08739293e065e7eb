package io.github.basetenci.shim;

import io.github.basetenci.shim.command.ProcessText;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns picocli's errors into sentences that never quote the value of an argument, because a key
 * that was pasted by mistake must not reach the log.
 */
final class UsageErrors {
  /**
   * Matches text that can be the name of an option and cannot be a key: it has no digits and no
   * dots, and nothing follows the name.
   */
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
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return missing(missing.getMissing());
    }
    if (e instanceof OverwrittenOptionException repeated) {
      return name(repeated.getOverwritten()) + " is given more than once";
    }
    ArgSpec arg = e.getArgSpec();
    if (arg == null) {
      return "the arguments cannot be understood";
    }
    String name = name(arg);
    if (e.getValue() != null && ProcessText.isDamaged(e.getValue())) {
      return name + " holds bytes that are not UTF-8";
    }
    // The messages of our own converters do not quote the value; picocli's messages quote it.
    if (arg.converters().length > 0 && e.getCause() instanceof TypeConversionException reason) {
      return "invalid value for " + name + ": " + reason.getMessage();
    }
    Class<?> type = arg.type();
    if (type == boolean.class) {
      return name + " takes no value";
    }
    if (type.isEnum()) {
      return "invalid value for " + name + ": use one of " + constants(type);
    }
    return "invalid value for " + name + (type == int.class ? ": use a whole number" : "");
  }

  private static String missing(List<ArgSpec> args) {
    String names = String.join(", ", args.stream().map(UsageErrors::name).toList());
    return args.get(0).isOption() ? names + " needs a value" : names + " is missing";
  }

  private static String constants(Class<?> type) {
    List<String> names =
        java.util.Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
    return String.join(", ", names);
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }

  /**
   * Names an unknown option without the value after its equals sign. Other unknown arguments are
   * only counted.
   */
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
