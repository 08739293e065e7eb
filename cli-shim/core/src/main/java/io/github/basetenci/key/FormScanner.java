package io.github.basetenci.key;

/**
 * Reads one stream piece by piece, and says where forms are and up to which position this is
 * certain. The shift table finds the next position where a form may begin. From that position the
 * automaton reads byte by byte until no form can be in progress.
 */
final class FormScanner {
  private final ShiftTable shifts;
  private final FormAutomaton automaton;
  private final HitList hits = new HitList();

  private int node = FormAutomaton.ROOT;

  /** How many bytes have been read. */
  private long position;

  FormScanner(ShiftTable shifts, FormAutomaton automaton) {
    this.shifts = shifts;
    this.automaton = automaton;
  }

  /** Reads the next piece of the stream, {@code [from, to)} of the buffer. */
  void scan(byte[] text, int from, int to) {
    long origin = position - from;
    int start = from;
    if (node != FormAutomaton.ROOT) {
      start = follow(text, from, to, origin);
    }
    while (start + shifts.window() <= to) {
      start = shifts.candidate(text, start, to);
      if (start + shifts.window() <= to) {
        start = follow(text, start, to, origin);
      }
    }
    if (start < to) {
      readEnd(text, start, to);
    }
    position += to - from;
  }

  /**
   * Runs the automaton from {@code from} on.
   *
   * @return the position where the next form may begin, if the automaton has returned to its root;
   *     {@code to}, if the automaton is still in the middle of a form
   */
  private int follow(byte[] text, int from, int to, long origin) {
    int at = node;
    for (int i = from; i < to; ) {
      at = automaton.next(at, text[i++]);
      int length = automaton.longestForm(at);
      if (length > 0) {
        hits.add(origin + i - length, origin + i);
      }
      int depth = automaton.depth(at);
      // A text shorter than the window contains no form, so no form is found twice when these bytes
      // are read again. At most as many bytes are read again as were just read, so the cost stays
      // linear for any text.
      if (depth < shifts.window() && 2 * depth <= i - from) {
        node = FormAutomaton.ROOT;
        return i - depth;
      }
    }
    node = at;
    return to;
  }

  /**
   * Reads the last bytes of a piece, which are fewer than a window. A form may begin in these bytes
   * but cannot end in them.
   */
  private void readEnd(byte[] text, int from, int to) {
    int start = to;
    while (start > from && automaton.occurs(text[start - 1])) {
      start--;
    }
    int at = FormAutomaton.ROOT;
    for (int i = start; i < to; i++) {
      at = automaton.next(at, text[i]);
    }
    node = at;
  }

  /** Marks the end of the stream: bytes that could have become a form are not part of one. */
  void endOfStream() {
    node = FormAutomaton.ROOT;
  }

  /** How many bytes have been read. */
  long position() {
    return position;
  }

  /** All forms that begin before this position have been found. */
  long settled() {
    return position - automaton.depth(node);
  }

  /** The forms that were found. The caller drops the hits that it no longer needs. */
  HitList hits() {
    return hits;
  }
}
