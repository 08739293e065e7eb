package io.github.basetenci.rotation;

import java.time.Instant;

/**
 * Decides when a key can be revoked. No target has the key any more, but running jobs may still use
 * it.
 */
@FunctionalInterface
public interface Drain {
  /**
   * Decides whether the key may be revoked now. A run asks this each time it could revoke the key.
   *
   * @param prefix the key that is to be revoked
   * @param since when the last target got another key
   */
  Verdict ask(String prefix, Instant since);

  /**
   * The decision.
   *
   * @param over whether no job needs the key any more
   * @param why what the drain waits for, as a clause that follows "the key lives on"
   */
  record Verdict(boolean over, String why) {}
}
