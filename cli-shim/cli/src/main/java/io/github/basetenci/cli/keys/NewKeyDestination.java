package io.github.basetenci.cli.keys;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.command.Session;

/** Where a new key is stored. The server tells a key once, so nothing else has it. */
interface NewKeyDestination {
  /** Refuses, before a key is made, all that can be seen to be in its way. */
  void check(Session session) throws Exception;

  /** Keeps the key, or fails having kept nothing of it. */
  void keep(Session session, ApiKey key) throws Exception;

  /** The name of the destination in JSON results. */
  String kind();

  /** What it is, as messages show it. */
  String shown();
}
