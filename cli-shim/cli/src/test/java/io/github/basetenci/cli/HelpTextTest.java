package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Every text of every help is whole sentences, also where a group shows its commands. */
class HelpTextTest {
  @Test
  void everyDescriptionIsWholeSentences() {
    List<String> broken = new ArrayList<>();
    CommandTree.all()
        .forEach(
            (words, spec) -> {
              // A group shows the first of them alone.
              for (String part : spec.usageMessage().description()) {
                if (!part.isEmpty()) {
                  check(words, part, broken);
                }
              }
              for (ArgSpec argument : spec.args()) {
                check(
                    words + " " + argument.paramLabel(),
                    String.join(" ", argument.description()),
                    broken);
              }
            });

    assertThat(broken).isEmpty();
  }

  private static void check(String where, String text, List<String> broken) {
    boolean begins = !text.isEmpty() && Character.isUpperCase(text.charAt(0));
    boolean name = text.startsWith("remote-url") || text.startsWith("bash");
    if (!(begins || name) || !text.endsWith(".") || text.contains("\n")) {
      broken.add(where + ": " + text);
    }
  }

  @Test
  void aGroupShowsTheWholeFirstSentencesOfItsCommands() {
    for (Map.Entry<String, CommandSpec> command : CommandTree.all().entrySet()) {
      String help = flat(usage(command.getValue()));
      for (CommandLine below : command.getValue().subcommands().values()) {
        String first = below.getCommandSpec().usageMessage().description()[0];
        assertThat(help).as(command.getKey()).contains(flat(String.format(first)));
      }
    }
  }

  private static String usage(CommandSpec spec) {
    return spec.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  /** The text as it is before it is broken into lines. */
  private static String flat(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
