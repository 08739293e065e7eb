package io.github.basetenci.rotation;

import java.time.Instant;

/**
 * Decides when a key can be revoked that no target has any more, but that running jobs may still
 * hold.
 */
@FunctionalInterface
public interface Drain {
  /**
   * Asked whenever a run comes to the point where the key could be revoked.
   *
   * @param prefix the key that is to be revoked
   * @param since when the last target let go of it
   */
  Verdict ask(String prefix, Instant since);

  /**
   * The decision.
   *
   * @param over whether nobody needs the key any more
   * @param why what it waits for, as a clause that follows "the key lives on"
   */
  record Verdict(boolean over, String why) {}
}
