package io.github.basetenci.shim.job;

import io.github.basetenci.key.ApiKey;
import java.util.Map;
import java.util.Optional;

/** The part of a logout of a job that differs between front ends; see {@link JobLoginEdge}. */
public interface JobLogoutEdge {
  /**
   * The variables of the login.
   *
   * @return empty if there is nothing to log out of; this method then tells the user so
   */
  Optional<SavedVariables> saved() throws Exception;

  /** The current value of a variable, in the form in which the login gave it; empty for none. */
  String now(String variable);

  /**
   * Hands variables back.
   *
   * @param variables the values of the variables; an empty value for a variable that is not to be
   *     set
   */
  void handBack(Map<String, String> variables) throws Exception;

  /** Deletes the files of the login. */
  void delete() throws Exception;

  /** The key that the login minted; empty for none. */
  Optional<EphemeralRecord> minted() throws Exception;

  /** The minting key, which revokes the minted key. */
  ApiKey mintingKey() throws Exception;

  /** Says that everything is undone. */
  void report();
}
