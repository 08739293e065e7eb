package io.github.basetenci.cli.keys;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.command.Session;

/**
 * The destination of a new key. The server tells the text of a key only once, so no other copy
 * exists.
 */
interface NewKeyDestination {
  /** Checks, before a key is made, whether the destination can take it. */
  void check(Session session) throws Exception;

  /** Stores the key. If it fails, it has stored nothing of the key. */
  void keep(Session session, ApiKey key) throws Exception;

  /** The name of the destination in JSON results. */
  String kind();

  /** The destination, as messages show it. */
  String shown();
}
