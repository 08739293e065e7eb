package io.github.basetenci.cli.secrets;

import java.util.BitSet;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Tabs between the parts of a text: YAML 1.2 allows them, and PyYAML refuses every one that is not
 * in quotes, in the lines of a block, or in a comment.
 */
final class Tabs {
  private final int[] text;
  private final BitSet allowed = new BitSet();

  Tabs(String text) {
    this.text = text.codePoints().toArray();
  }

  /** Takes note of a scalar that was read. */
  void met(ScalarNode scalar) {
    if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
      int start = scalar.getStartMark().map(Mark::getIndex).orElse(0);
      int end = scalar.getEndMark().map(Mark::getIndex).orElse(start);
      allowed.set(start, Math.max(start, end));
    }
  }

  /**
   * The position of the first tab that PyYAML refuses, in code points, or -1. All scalars must have
   * been read before.
   */
  int firstRefused() {
    boolean comment = false;
    for (int i = 0; i < text.length; i++) {
      if (allowed.get(i)) {
        comment = false;
      } else if (text[i] == '\n' || text[i] == '\r') {
        comment = false;
      } else if (text[i] == '#' && (i == 0 || Character.isWhitespace(text[i - 1]))) {
        comment = true;
      } else if (text[i] == '\t' && !comment) {
        return i;
      }
    }
    return -1;
  }
}
