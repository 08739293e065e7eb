package io.github.basetenci.shim.job;

import io.github.basetenci.key.ApiKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a login for a job does differently for each front end: where the keys come from, where the
 * directory is, and how later steps get the variables. The methods are called in their order here.
 */
public interface JobLoginEdge {
  /**
   * Finds the logins; the first is what the tools use when nothing is named. Their keys are hidden
   * from now on. What would keep them from being handed over is refused here, before the server is
   * asked.
   *
   * @param minting whether the key of the first one mints the key that the login is to have
   */
  List<JobAccount> accounts(boolean minting) throws Exception;

  /** Whether the type of each key is asked for although none is required. */
  default boolean asksForTypes() {
    return true;
  }

  /** Remembers a key before it is minted, and once more when it is. */
  void minting(EphemeralRecord key) throws Exception;

  /** Hides every form of a key in the rest of the job's log. */
  void hide(ApiKey key);

  /** The directory of the login as later steps see it. It may be there already. */
  Path directory() throws Exception;

  /**
   * Remembers what there will be to undo, before any of it exists.
   *
   * @param variables what later steps are to get; it may be changed
   */
  void begin(Map<String, String> variables) throws Exception;

  /** Writes a file of the directory. */
  void write(String name, byte[] content) throws Exception;

  /**
   * Hands the variables over to later steps.
   *
   * @return false if nobody took them, which is said by somebody else
   */
  boolean handOver(Map<String, String> variables) throws Exception;

  /** Says what became of it. */
  void report(List<JobAccount> accounts) throws Exception;

  /** Whether a login that fails is taken back at once; else its logout does. */
  default boolean takesBack() {
    return false;
  }

  /** Deletes the directory. */
  default void takeBack() throws Exception {}
}
