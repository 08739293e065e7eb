package io.github.basetenci.cli.fleet.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A thousand files that are right but for some random changes: each problem is one sentence with a
 * line, nothing fails in another way, and nothing is changed.
 */
class MutatedFleetFilesTest {
  private static final int FILES = 1000;
  private static final String SECRET = "fakekey1.NotARealSecretNotARealSecret0001";
  private static final String RIGHT =
      """
      version: 1
      workspaces:
        acme:
          url: https://app.baseten.co
          minting-key: {env: MINTING}
        beta:
          minting-key:
            identity: {trust-rule: abcd1234, audience: "https://api.baseten.co"}
      defaults: {rotate-every: 30d, overlap: 24h, quiet-for: 2h}
      keys:
      - name: ci
        workspace: acme
        type: workspace-invoke
        models: [abc, def]
        not-environment-scoped: true
        targets:
        - github:acme/web/KEY   # the web shop
        - 'command: cat > key'
      - prefix: "12345678"
        workspace: beta
        overlap: 0
        targets:
        - trussrc:baseten
        - jenkins:https://ci.example.com/credentials/store/system/domain/_/credential/key
      """;
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ":",
    "- ",
    "\t",
    "\n",
    "'",
    "\"",
    "&a ",
    "*a",
    "!!str ",
    "<<: ",
    "? ",
    "|",
    ">",
    "%",
    "@",
    "#",
    "---\n",
    "...",
    "\u0000",
    "\ud83d\ude00",
    "\u2028",
    "é",
    "null",
    "1",
    "-1",
    "true",
    "0x1F",
    "1e999",
    ".inf",
    "2026-01-01",
    SECRET,
    "b10_x",
    "  ",
    ",",
    "x".repeat(700)
  };

  @Fixture private World world;

  @Test
  void eachProblemIsOneSentenceAndNothingIsChanged() throws Exception {
    Path file = world.home().resolve("fleet.yaml");
    int wrong = 0;
    for (int seed = 0; seed < FILES; seed++) {
      byte[] bytes = mutated(new Random(seed));
      Files.write(file, bytes);

      World.Run run = world.run("fleet", "check");

      String text = new String(bytes, StandardCharsets.UTF_8);
      String what = "seed " + seed + "\n" + text + "\n" + run.err();
      assertThat(run.code()).as(what).isIn(0, 1);
      assertThat(run.err() + run.out()).as(what).doesNotContain(SECRET, "internal error");
      assertThat(Files.readAllBytes(file)).as(what).isEqualTo(bytes);
      if (run.code() == 0) {
        assertThat(run.err()).as(what).isEmpty();
        continue;
      }
      wrong++;
      String[] lines = run.err().split("\n");
      assertThat(lines.length).as(what).isBetween(2, 51);
      assertThat(lines[lines.length - 1])
          .as(what)
          .matches("fleet.yaml has \\d+ problems?(, of which 50 are shown)?; nothing was changed");
      assertThat(Arrays.copyOf(lines, lines.length - 1))
          .as(what)
          .allMatch(line -> line.matches("fleet.yaml:\\d+:\\d+: \\S.{5,600}"));
    }
    assertThat(wrong).isGreaterThan(FILES / 2);
    assertThat(world.sandbox().requests()).isEmpty();
    try (var left = Files.list(world.home())) {
      assertThat(left).containsExactly(file);
    }
  }

  private static byte[] mutated(Random random) {
    StringBuilder text = new StringBuilder(RIGHT);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(6)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 2 -> text.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
        case 3 -> text.insert(at, text.substring(at, end));
        case 4 -> moveLine(text, random);
        default -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(20) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static void moveLine(StringBuilder text, Random random) {
    String[] lines = text.toString().split("\n", -1);
    int from = random.nextInt(lines.length);
    int to = random.nextInt(lines.length);
    String line = lines[from];
    lines[from] = lines[to];
    lines[to] = line;
    text.setLength(0);
    text.append(String.join("\n", lines));
  }
}
