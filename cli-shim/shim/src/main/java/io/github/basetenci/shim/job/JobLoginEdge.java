package io.github.basetenci.shim.job;

import io.github.basetenci.auth.LoginPlans;
import io.github.basetenci.key.Confidential;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a login for a job that differs between front ends: where the keys come from, where
 * the directory is, and how later steps get the variables. The methods are called in the order in
 * which they are declared here.
 */
public interface JobLoginEdge {
  /**
   * Finds the logins. The tools use the first login when the user names none. The keys are hidden
   * from now on. If a login could not be handed over to later steps, it is refused here, before the
   * server is asked.
   *
   * @param minting whether the key of the first login mints the key that this login is to have
   * @param keyless the first login if it has no key, which is not among the result; null if the
   *     first login has a key
   */
  List<JobAccount> accounts(boolean minting, LoginPlans.@Nullable Keyless keyless) throws Exception;

  /** Takes the login without a key, when its access token is there and hidden. */
  default void granted(JobAccount account) {}

  /** Whether to ask for the type of each key even if no type is required. */
  default boolean asksForTypes() {
    return true;
  }

  /** Saves a record of a key before the key is minted, and again when it is minted. */
  void minting(EphemeralRecord key) throws Exception;

  /** Hides every form of a key or an access token in the rest of the job's log. */
  void hide(Confidential key);

  /**
   * The directory of the login as later steps see it. The directory may exist already. If an
   * earlier step of the job made this very login without a key, the directory is that of the
   * earlier step: its files are replaced, and its logout undoes both.
   *
   * @param login a text that is the same for the same login without a key; empty for a login with a
   *     key
   */
  Path directory(String login) throws Exception;

  /**
   * Saves what the logout will have to undo, before any of it exists.
   *
   * @param variables the variables that later steps are to get; the method may change this map
   */
  void begin(Map<String, String> variables) throws Exception;

  /** Writes a file of the directory, in place of a file of that name. */
  void write(String name, byte[] content) throws Exception;

  /**
   * Hands the variables over to later steps.
   *
   * @return false if the variables did not arrive; the caller need not report that
   */
  boolean handOver(Map<String, String> variables) throws Exception;

  /** Reports the result of the login. */
  void report(List<JobAccount> accounts) throws Exception;

  /** Whether to undo a failed login at once. Otherwise the logout undoes it. */
  default boolean takesBack() {
    return false;
  }

  /** Deletes the directory. */
  default void takeBack() throws Exception {}
}
