package io.github.basetenci.shim.command;

import picocli.CommandLine.Option;

/** {@code --help} for a command that has no other flags. */
public final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;
}
