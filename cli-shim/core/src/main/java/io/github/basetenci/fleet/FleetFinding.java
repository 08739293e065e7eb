package io.github.basetenci.fleet;

import java.util.List;

/**
 * Something that a review has found. It says no more than what it is about: a front end has the
 * words.
 *
 * @param facts what the kind says; they come from files and servers, and contain no key
 */
public record FleetFinding(Kind kind, List<String> facts) {
  public FleetFinding {
    facts = List.copyOf(facts);
  }

  static FleetFinding of(Kind kind, String... facts) {
    return new FleetFinding(kind, List.of(facts));
  }

  /** Only the kind: a name on a server may be anything. */
  @Override
  public String toString() {
    return kind.name();
  }

  /** How grave the finding is. */
  public Level level() {
    return kind.level;
  }

  /** How grave a finding is. */
  public enum Level {
    /** A key is to be rotated. */
    DUE,
    /** What is there is not what the file says, or will not work. */
    DRIFT,
    /** What is there could not be found out. */
    PROBLEM,
    /** Good to know; nothing has to be done. */
    NOTE
  }

  /** What was found. */
  public enum Kind {
    /** A key is old enough to be rotated. Facts: since when. */
    DUE(Level.DUE),
    /** A rotation was begun and is not at its end. Facts: its state, the old key, the new key. */
    UNFINISHED(Level.DUE),
    /** The server lists no such key. */
    NOT_LISTED(Level.DRIFT),
    /** Several teams have a key of this name. Facts: the teams. */
    TEAM_UNCLEAR(Level.DRIFT),
    /** Older keys of this name live on, and no rotation is known. Facts: the keys. */
    EARLIER_KEYS(Level.DRIFT),
    /**
     * Another key has the name that the next key would get. Facts: the name, the key, its prefix.
     */
    NAME_TAKEN(Level.DRIFT),
    /** The key has another type. Facts: its type, the type of the file. */
    WRONG_TYPE(Level.DRIFT),
    /** The key is in another team. Facts: its team, the team of the file. */
    WRONG_TEAM(Level.DRIFT),
    /** The key is limited to other models. Facts: its models, the models of the file. */
    WRONG_MODELS(Level.DRIFT),
    /** A key of a person has this name. Facts: the key, the person. */
    PERSONAL(Level.DRIFT),
    /** A target has a key of a person. Facts: the target, the prefix, the person. */
    TARGET_HAS_PERSONAL(Level.DRIFT),
    /** A target has another key. Facts: the target, the key, whether it is listed. */
    TARGET_HAS_OTHER(Level.DRIFT),
    /** A target has no key. Facts: the target. */
    TARGET_IS_EMPTY(Level.DRIFT),
    /** The organization allows no new keys of the type of a key that is due. Facts: the type. */
    NEW_KEYS_FORBIDDEN(Level.DRIFT),
    /** Nobody states that the key is not limited to environments. */
    SCOPE_NOT_STATED(Level.DRIFT),
    /** The key of this prefix has a name, which stays when the prefix changes. Facts: the name. */
    HAS_A_NAME(Level.DRIFT),
    /** Nobody has used the key for a long time. Facts: the last use. */
    UNUSED(Level.DRIFT),
    /** The server has a key that the file does not name. Facts: the key, its type, its team. */
    NOT_IN_FILE(Level.DRIFT),
    /** A target could not be read. Facts: the target, the reason. */
    TARGET_FAILED(Level.PROBLEM),
    /** A workspace could not be asked. Facts: the reason. */
    WORKSPACE_FAILED(Level.PROBLEM),
    /** The server does not say when the key was created. */
    AGE_UNKNOWN(Level.NOTE),
    /** Targets that never tell which key they have. Facts: how many, and of how many. */
    TARGETS_NOT_READ(Level.NOTE),
    /** The file does not say what has the key, so that nobody rotates it. */
    ROTATED_BY_NOBODY(Level.NOTE),
    /** Jobs could log in without this key. Facts: how many of its targets, and of how many. */
    COULD_GO(Level.NOTE);

    private final Level level;

    Kind(Level level) {
      this.level = level;
    }
  }
}
