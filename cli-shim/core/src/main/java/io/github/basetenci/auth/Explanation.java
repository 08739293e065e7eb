package io.github.basetenci.auth;

import java.util.ArrayList;
import java.util.List;

/**
 * The sources of a login in their order, and which source is used. An explanation contains names
 * and never values.
 */
public record Explanation(List<Row> rows) {

  /**
   * One source.
   *
   * @param source its name
   * @param state what the source contains
   * @param detail one clause that says more, or the empty string
   */
  public record Row(String source, State state, String detail) {}

  /** What a source contains. */
  public enum State {
    /** The login comes from this source. */
    USED("used"),
    /** The source has a login, but an earlier source is used. */
    SET("set, not used"),
    /** The source has no login. */
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

  /** Collects rows. The first source that is set is the one in use. */
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
