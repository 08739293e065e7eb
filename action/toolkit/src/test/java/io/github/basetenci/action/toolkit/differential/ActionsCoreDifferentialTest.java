package io.github.basetenci.action.toolkit.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.action.toolkit.Improvement;
import io.github.basetenci.action.toolkit.runner.DotNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two thousand generated calls do the same in Node and in Java, except for the improvements. */
class ActionsCoreDifferentialTest {
  private static final int CALLS = 2000;
  private static final long SEED = 3_000_001;
  private static final String UUID = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d";
  private static final String DELIMITER = "ghadelimiter_" + UUID;

  @TempDir Path scratch;

  @Test
  void twoThousandCallsWriteTheSameBytes() throws Exception {
    List<Call> calls = new CallGenerator(SEED, files(), DELIMITER).calls(CALLS);
    List<Outcome> theirs = Node.perform(calls, scratch, files(), UUID);
    JavaCalls port = new JavaCalls(files(), DELIMITER, ActionsCore.Builder::exact);
    for (int i = 0; i < CALLS; i++) {
      assertThat(port.perform(calls.get(i))).as("%s", calls.get(i)).isEqualTo(theirs.get(i));
    }
  }

  @Test
  void withItsImprovementsItDiffersNowhereElse() throws Exception {
    List<Call> calls = new CallGenerator(SEED, files(), DELIMITER).calls(CALLS);
    List<Outcome> theirs = Node.perform(calls, scratch, files(), UUID);
    JavaCalls port = new JavaCalls(files(), DELIMITER, builder -> builder);
    Set<Improvement> seen = EnumSet.noneOf(Improvement.class);
    for (int i = 0; i < CALLS; i++) {
      Outcome ours = port.perform(calls.get(i));
      if (!ours.equals(theirs.get(i))) {
        seen.add(improvement(calls.get(i), ours, theirs.get(i)));
      }
    }
    assertThat(seen)
        .containsExactly(
            Improvement.NEUTRAL_INFO,
            Improvement.CHECKED_ENTRIES,
            Improvement.NO_OLD_COMMANDS,
            Improvement.NO_SHORT_MASKS);
  }

  /** Which improvement explains a difference. */
  private static Improvement improvement(Call call, Outcome ours, Outcome theirs) {
    String thrown = ours.get("thrown");
    if (!thrown.isEmpty()) {
      assertThat(ours.wroteNothing()).as("%s", call).isTrue();
      if (thrown.contains("is not set, so nothing can be told to the runner")) {
        return Improvement.NO_OLD_COMMANDS;
      }
      assertThat(thrown).as("%s", call).containsAnyOf("cannot be", "NUL character");
      return Improvement.CHECKED_ENTRIES;
    }
    if (call.name().equals("setSecret")) {
      List<String> lines =
          ((String) call.args().get(0))
              .lines()
              .map(DotNet::trim)
              .filter(l -> !l.isEmpty())
              .toList();
      assertThat(lines.isEmpty() || lines.stream().anyMatch(line -> line.length() < 6))
          .as("%s", call)
          .isTrue();
      return Improvement.NO_SHORT_MASKS;
    }
    assertThat(call.name()).isIn("info", "group");
    assertThat(withoutLineEndsAndBackslashes(ours))
        .isEqualTo(withoutLineEndsAndBackslashes(theirs));
    return Improvement.NEUTRAL_INFO;
  }

  private static String withoutLineEndsAndBackslashes(Outcome outcome) {
    return outcome.get("printed").replaceAll("\\r\\n?", "\n").replace("\\", "");
  }

  private Path files() throws IOException {
    return Files.createDirectories(scratch.resolve("files"));
  }
}
