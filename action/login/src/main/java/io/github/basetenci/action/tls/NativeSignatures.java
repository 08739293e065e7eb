package io.github.basetenci.action.tls;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;

/**
 * The signatures of another provider, and nothing else of it. Placed before Java's own providers,
 * it makes the check of a chain of certificates cheap: Java computes tables of the curves first.
 * Readers of certificates, random numbers and everything else stay Java's.
 */
final class NativeSignatures extends Provider {
  private static final long serialVersionUID = 1L;

  private static final String NAME = "baseten-ci-signatures";
  private static final List<String> ALGORITHMS =
      List.of(
          "SHA256withRSA",
          "SHA384withRSA",
          "SHA512withRSA",
          "SHA256withECDSA",
          "SHA384withECDSA",
          "SHA512withECDSA");

  private NativeSignatures(Provider library) {
    super(NAME, "1", "Signatures of certificates by a native library");
    for (String algorithm : ALGORITHMS) {
      Service service = library.getService("Signature", algorithm);
      if (service != null) {
        putService(new Passed(this, service));
      }
    }
  }

  /** Installs them for this JVM, once. */
  static synchronized void install(Provider library) {
    if (Security.getProvider(NAME) == null) {
      Security.insertProviderAt(new NativeSignatures(library), 1);
    }
  }

  /** A service that leaves the work to the other provider. */
  private static final class Passed extends Service {
    private final Service service;

    Passed(Provider provider, Service service) {
      super(
          provider, service.getType(), service.getAlgorithm(), service.getClassName(), null, null);
      this.service = service;
    }

    @Override
    public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
      return service.newInstance(parameter);
    }

    @Override
    public boolean supportsParameter(Object key) {
      return service.supportsParameter(key);
    }
  }
}
