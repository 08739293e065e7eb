package io.github.basetenci.shim.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

class MatchedArgumentsTest {
  @Test
  void anOptionThatIsGivenOftenIsThereOnceWithAllOfItsValues() {
    CommandSpec spec = CommandSpec.create();
    spec.addOption(OptionSpec.builder("-t").type(List.class).auxiliaryTypes(String.class).build());
    spec.addOption(OptionSpec.builder("-o").type(String.class).build());
    ParseResult parsed =
        new CommandLine(spec).parseArgs("-t", "one", "-o", "text", "-t", "two", "-t", "three");

    List<OptionSpec> once = MatchedArguments.once(parsed.matchedOptions());

    assertThat(parsed.matchedOptions()).as("what the parser lists").hasSize(4);
    assertThat(once).extracting(OptionSpec::longestName).containsExactly("-t", "-o");
    assertThat(once.get(0).originalStringValues()).containsExactly("one", "two", "three");
  }
}
