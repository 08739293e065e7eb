package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the commands of ours that a page shows, in their order, and compares what they print with
 * the page. Lines of the other tools are passed over; {@code ...} stands for lines left out.
 */
class ConsoleDocTest {
  @Fixture private World world;

  private record Step(String command, List<String> expected) {}

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", World.KEY).unset("BASETEN_REMOTE_URL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/cli/login.md",
        "docs/cli/keys.md",
        "docs/rotation/command.md",
        "docs/cli/secrets.md"
      })
  void theCommandsOfThePagePrintWhatItShows(String page) throws IOException {
    List<Step> steps = steps(Path.of("../..", page));
    config(Path.of("../..", page));

    assertThat(steps).isNotEmpty();
    for (Step step : steps) {
      if (step.command.startsWith("unset ")) {
        world.unset(step.command.substring("unset ".length()));
      } else if (step.command.startsWith("baseten-ci ") && !step.expected.isEmpty()) {
        check(step);
      }
    }
  }

  /** Writes the file that a block of the page shows, under the name in its first line. */
  private void config(Path page) throws IOException {
    Matcher block =
        Pattern.compile("```yaml\n(# (config\\.yaml)\n.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(page));
    if (block.find()) {
      Files.writeString(world.home().resolve(block.group(2)), block.group(1));
    }
  }

  private void check(Step step) {
    World.Run run = world.run(step.command.substring("baseten-ci ".length()).split(" "));
    List<String> out = lines(run.out());
    List<String> both = Stream.concat(lines(run.err()).stream(), out.stream()).toList();

    assertThat(matches(step.expected, out) || matches(step.expected, both))
        .as("%s%nprinted%n%s", step.command, String.join("\n", both))
        .isTrue();
  }

  private static boolean matches(List<String> expected, List<String> actual) {
    int dots = expected.indexOf("...");
    if (dots < 0) {
      return expected.equals(actual);
    }
    List<String> tail = expected.subList(dots + 1, expected.size());
    return actual.size() >= expected.size() - 1
        && actual.subList(0, dots).equals(expected.subList(0, dots))
        && actual.subList(actual.size() - tail.size(), actual.size()).equals(tail);
  }

  /** What was printed, in the words of the page: its account, its key, its home. */
  private List<String> lines(String printed) {
    return printed
        .lines()
        .filter(line -> !line.startsWith("Management calls go to "))
        .map(line -> line.replace(world.home().toString(), "/home/ci"))
        .map(line -> line.replace("markerkey", "abcdefgh"))
        .map(line -> line.replaceAll("ed key (bot )?b10_\\w{8}\\*{4}", "ed key $1b10_klmnopqr****"))
        .map(line -> line.replace(world.url(), "https://app.baseten.co"))
        .map(line -> line.replaceAll("^(Created|Last used):(\\s+)\\S+$", "$1:$22026-10-02"))
        .map(line -> line.replaceAll("svc_\\w+", "svc_tpjzYuTv"))
        .collect(Collectors.toList());
  }

  private static List<Step> steps(Path page) throws IOException {
    List<Step> steps = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("```")) {
        inside = line.equals("```console");
      } else if (inside && line.startsWith("$ ")) {
        steps.add(new Step(line.substring(2).replaceFirst(" +#.*", ""), new ArrayList<>()));
      } else if (inside) {
        steps.get(steps.size() - 1).expected.add(line);
      }
    }
    return steps;
  }
}
