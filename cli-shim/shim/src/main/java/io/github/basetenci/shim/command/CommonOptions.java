package io.github.basetenci.shim.command;

import io.github.basetenci.shim.output.LogLevel;
import io.github.basetenci.shim.output.OutputFormat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that every command has. */
public final class CommonOptions {
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "How to print the result: ${COMPLETION-CANDIDATES}. Default: text.")
  @Nullable OutputFormat output;

  @Option(
      names = {"-q", "--jq"},
      paramLabel = "EXPR",
      description = "Filter the JSON result with a jq expression; implies -o json.")
  @Nullable String jq;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say more on standard error; the same as --log INFO.")
  boolean verbose;

  @Option(
      names = "--log",
      paramLabel = "LEVEL",
      converter = LogLevelConverter.class,
      completionCandidates = LogLevelConverter.Words.class,
      description =
          "How much to say on standard error: warning, humanfriendly (default), info or debug.")
  @Nullable LogLevel log;

  @Option(names = "--non-interactive", description = "Never ask, even on a terminal.")
  boolean nonInteractive;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = DurationConverter.class,
      description =
          "Total time for all network calls of this command, such as 30, 90s or 2m. Default: 60.")
  @Nullable Duration timeout;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  /** The total time for the calls of the command. */
  Duration timeout() {
    return timeout(DEFAULT_TIMEOUT);
  }

  /**
   * The total time for the calls of the command.
   *
   * @param otherwise the time if the user named none
   */
  Duration timeout(Duration otherwise) {
    return timeout == null ? otherwise : timeout;
  }

  LogLevel logLevel() {
    return log != null ? log : verbose ? LogLevel.INFO : LogLevel.HUMANFRIENDLY;
  }
}
