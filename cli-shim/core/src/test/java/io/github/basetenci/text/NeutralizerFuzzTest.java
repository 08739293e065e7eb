package io.github.basetenci.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.FuzzTest;

/** No text is a command to a runner or to a terminal once it was made harmless. */
class NeutralizerFuzzTest extends FuzzTest {
  @Override
  protected void tryOn(byte[] input) {
    String text = text(input);
    for (String line : new String[] {Neutralizer.line(text), Neutralizer.quoted(text)}) {
      assertThat(line.length()).isLessThanOrEqualTo(Neutralizer.MAX_LINE);
      assertThat(line).doesNotContain("\n", "\t");
      harmless(line);
    }
    for (String line : Neutralizer.block(text).split("\n", -1)) {
      harmless(line.replace("\t", " "));
    }
  }

  private static void harmless(String line) {
    assertThat(line).doesNotContain("##[");
    assertThat(trimmed(line)).doesNotStartWith("::");
    assertThat(
            line.codePoints()
                .anyMatch(
                    c ->
                        Character.isISOControl(c)
                            || Character.getType(c) == Character.FORMAT
                            || Character.getType(c) == Character.SURROGATE))
        .isFalse();
  }

  /** What .NET takes for blanks, and strips before it looks for a command. */
  private static String trimmed(String line) {
    int start = 0;
    while (start < line.length() && Character.isSpaceChar(line.charAt(start))) {
      start++;
    }
    return line.substring(start);
  }
}
