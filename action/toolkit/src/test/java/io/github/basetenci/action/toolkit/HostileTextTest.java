package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.toolkit.runner.ReadCommand;
import io.github.basetenci.action.toolkit.runner.RunnerFiles;
import io.github.basetenci.action.toolkit.runner.RunnerLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand hostile texts, and not one command that we did not issue. */
class HostileTextTest {
  private static final long SEED = 20_261_120;
  private static final int TEXTS = 1000;

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @Test
  void withoutNeutralisingTheRunnerWouldObeyThem() {
    ActionsCore core = core().exact().build();
    HostileText.generate(SEED).limit(TEXTS).forEach(core::info);
    assertThat(RunnerLog.commands(log.toByteArray())).hasSizeGreaterThan(TEXTS / 2);
  }

  @Test
  void infoHoldsNoCommand() {
    ActionsCore core = core().build();
    HostileText.generate(SEED).limit(TEXTS).forEach(core::info);
    assertThat(RunnerLog.commands(log.toByteArray())).isEmpty();
  }

  /** .NET compares by culture, for which these are not there: we do not count on details of it. */
  @Test
  void infoHoldsNoCommandWhereInvisibleCharactersAreLeftOut() {
    ActionsCore core = core().build();
    HostileText.generate(SEED).limit(TEXTS).forEach(core::info);
    assertThat(RunnerLog.lines(log.toByteArray()))
        .hasSizeGreaterThan(TEXTS)
        .allSatisfy(
            line ->
                assertThat(RunnerLog.parse(line.replaceAll("[\\p{Cf}\\p{Cc}&&[^\\s\\x85]]", "")))
                    .isEmpty());
  }

  @Test
  void foreignOutputCutAnywhereHoldsNoCommandAndHidesNone() throws IOException {
    ActionsCore core = core().build();
    OutputStream foreign = core.foreignOutput();
    Random random = new Random(SEED);
    List<ReadCommand> issued = new ArrayList<>();
    for (String text : HostileText.generate(SEED).limit(TEXTS).toList()) {
      byte[] bytes = JsText.utf8(text);
      int cut = random.nextInt(bytes.length + 1);
      foreign.write(bytes, 0, cut);
      if (random.nextInt(4) == 0) {
        core.debug("between");
        issued.add(new ReadCommand("debug", Map.of(), "between"));
      }
      foreign.write(bytes, cut, bytes.length - cut);
    }
    assertThat(issued).hasSizeGreaterThan(TEXTS / 8);
    assertThat(RunnerLog.commands(log.toByteArray())).isEqualTo(issued);
  }

  @Test
  void bytesThatAreNoTextCannotChangeHowTheOutputIsDecoded() throws IOException {
    ActionsCore core = core().build();
    try (OutputStream foreign = core.foreignOutput()) {
      foreign.write(new byte[] {(byte) 0xFF, (byte) 0xFE});
      foreign.write("::error::x\n".getBytes(StandardCharsets.UTF_16LE));
    }
    assertThat(RunnerLog.commands(log.toByteArray())).isEmpty();
    assertThat(log.toByteArray()).startsWith(0xEF, 0xBF, 0xBD);
  }

  @Test
  void inACommandTheyAreDataAndNothingElse() {
    ActionsCore core = core().build();
    List<ReadCommand> issued = new ArrayList<>();
    for (String text : HostileText.generate(SEED).limit(TEXTS).toList()) {
      core.error(text);
      core.warning(text, new AnnotationProperties(null, "a", 1, null, null, null));
      core.notice(text);
      core.debug(text);
      core.startGroup(text);
      core.endGroup();
      String read = wellFormed(text);
      issued.add(new ReadCommand("error", Map.of(), read));
      issued.add(new ReadCommand("warning", Map.of("file", "a", "line", "1"), read));
      issued.add(new ReadCommand("notice", Map.of(), read));
      issued.add(new ReadCommand("debug", Map.of(), read));
      issued.add(new ReadCommand("group", Map.of(), read));
      issued.add(new ReadCommand("endgroup", Map.of(), ""));
    }
    assertThat(RunnerLog.commands(log.toByteArray())).isEqualTo(issued);
  }

  @Test
  void inATitleTheyAreTheTitleAndNothingElse() {
    ActionsCore core = core().build();
    List<String> texts =
        HostileText.generate(SEED).limit(TEXTS).map(text -> "(" + text + ")").toList();
    texts.forEach(text -> core.error("m", AnnotationProperties.title(text)));
    assertThat(RunnerLog.commands(log.toByteArray()))
        .isEqualTo(
            texts.stream()
                .map(text -> new ReadCommand("error", Map.of("title", wellFormed(text)), "m"))
                .toList());
  }

  @Test
  void aMaskIsTheSecretAndNothingElse() {
    ActionsCore core = core().without(Improvement.NO_SHORT_MASKS).build();
    List<String> texts = HostileText.generate(SEED).limit(TEXTS).toList();
    texts.forEach(core::setSecret);
    assertThat(RunnerLog.commands(log.toByteArray()))
        .isEqualTo(
            texts.stream()
                .map(text -> new ReadCommand("add-mask", Map.of(), wellFormed(text)))
                .toList());
  }

  @Test
  void inAFileTheyAreTheValueAndNothingElse(@TempDir Path directory) {
    World world = new World(directory);
    ActionsCore core = world.core();
    List<String> texts = HostileText.generate(SEED).limit(TEXTS).toList();
    texts.forEach(text -> core.setOutput("name", text));
    assertThat(RunnerFiles.pairs(world.file("OUTPUT")))
        .isEqualTo(texts.stream().map(text -> Map.entry("name", wellFormed(text))).toList());
  }

  private ActionsCore.Builder core() {
    return ActionsCore.builder(Map.of(), log);
  }

  /** As it is after UTF-8. */
  private static String wellFormed(String text) {
    return new String(JsText.utf8(text), StandardCharsets.UTF_8);
  }
}
