package io.github.basetenci.action;

import io.github.basetenci.http.TlsLibrary;
import java.util.function.Consumer;

/** Chooses what speaks TLS. */
interface TlsChoice {
  /** Java itself. */
  TlsChoice JAVA = log -> TlsLibrary.JAVA;

  /**
   * The library.
   *
   * @param log gets a sentence about what speaks TLS, once a connection needs it
   */
  TlsLibrary with(Consumer<String> log);
}
