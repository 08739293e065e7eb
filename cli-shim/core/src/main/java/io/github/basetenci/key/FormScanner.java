package io.github.basetenci.key;

/**
 * Reads one stream, piece by piece, and says where forms are and up to where that is certain. The
 * shift table leads from one possible beginning to the next; from there the automaton reads byte by
 * byte until nothing is left that is worth following.
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
   * @return where the next form may begin, the automaton being at its root; or {@code to}, the
   *     automaton staying in the middle of a form
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
      // What is shorter than the window holds no form, so that none is found a second time when
      // these bytes are read again; and as no more of them are than have just been read, the cost
      // stays linear for any text.
      if (depth < shifts.window() && 2 * depth <= i - from) {
        node = FormAutomaton.ROOT;
        return i - depth;
      }
    }
    node = at;
    return to;
  }

  /** Reads the last bytes of a piece, fewer than a window: a form may begin here, but not end. */
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

  /** Says that nothing follows: what could have become a form did not. */
  void endOfStream() {
    node = FormAutomaton.ROOT;
  }

  /** How many bytes have been read. */
  long position() {
    return position;
  }

  /** No form that is yet to be found begins before this position. */
  long settled() {
    return position - automaton.depth(node);
  }

  /** What has been found; the reader drops what it no longer needs. */
  HitList hits() {
    return hits;
  }
}
