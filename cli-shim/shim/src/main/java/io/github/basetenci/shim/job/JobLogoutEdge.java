package io.github.basetenci.shim.job;

import io.github.basetenci.key.ApiKey;
import java.util.Map;
import java.util.Optional;

/** What a logout of a job does differently for each front end; see {@link JobLoginEdge}. */
public interface JobLogoutEdge {
  /**
   * The variables of the login.
   *
   * @return empty if there is nothing to log out of, which is said here
   */
  Optional<SavedVariables> saved() throws Exception;

  /** The value of a variable now, as the login gave it; empty for none. */
  String now(String variable);

  /**
   * Hands variables back.
   *
   * @param variables their values; empty for those that are not to be set
   */
  void handBack(Map<String, String> variables) throws Exception;

  /** Deletes the files of the login. */
  void delete() throws Exception;

  /** The key that the login minted; empty for none. */
  Optional<EphemeralRecord> minted() throws Exception;

  /** The key that minted it. */
  ApiKey mintingKey() throws Exception;

  /** Says that everything is undone. */
  void report();
}
