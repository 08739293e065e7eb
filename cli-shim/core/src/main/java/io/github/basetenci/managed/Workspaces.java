package io.github.basetenci.managed;

import io.github.basetenci.key.Confidential;
import io.github.basetenci.rotation.KeyServer;

/**
 * The workspaces of managed keys, and what manages their keys.
 *
 * @param <K> the id of a managed key
 */
public interface Workspaces<K> {
  /**
   * The server of a workspace. This method sends no request.
   *
   * @param id a key of the workspace, for the sentence of a refusal
   * @throws RefusedException if no request may be sent to that address
   */
  KeyServer server(Workspace workspace, K id) throws RefusedException;

  /**
   * The key or the access token that lists, creates and deletes keys. It is found anew for each
   * run, because somebody may have replaced it.
   *
   * @throws RefusedException if there is none, or it must not be used
   */
  Confidential minting(Workspace workspace, K id) throws RefusedException;

  /**
   * Whether a managed key is itself the minting key of this name. Then a rotation that goes back
   * sends its requests with the old key, which stays.
   */
  default boolean isMinting(K id, String minting) {
    return false;
  }
}
