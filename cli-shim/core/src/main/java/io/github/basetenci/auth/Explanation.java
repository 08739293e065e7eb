package io.github.basetenci.auth;

import java.util.ArrayList;
import java.util.List;

/** Which sources were looked at, in order, and which one won. Holds names, never values. */
public record Explanation(List<Row> rows) {

  /**
   * One source.
   *
   * @param source its name
   * @param state what was found there
   * @param detail one clause that says more, or the empty string
   */
  public record Row(String source, State state, String detail) {}

  /** What a source had to say. */
  public enum State {
    /** The login comes from here. */
    USED("used"),
    /** There is something here, and an earlier source wins. */
    SET("set, not used"),
    /** There is nothing here. */
    UNSET("not set");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** The words for a table. */
    public String text() {
      return text;
    }
  }

  public Explanation {
    rows = List.copyOf(rows);
  }

  /** Collects rows; the first source that is set wins. */
  static final class Builder {
    private final List<Row> rows = new ArrayList<>();
    private boolean won;

    void add(String source, boolean set, String detail) {
      boolean wins = set && !won;
      won |= wins;
      rows.add(new Row(source, wins ? State.USED : set ? State.SET : State.UNSET, detail));
    }

    void add(String source, boolean set) {
      add(source, set, "");
    }

    Explanation build() {
      return new Explanation(rows);
    }
  }
}
