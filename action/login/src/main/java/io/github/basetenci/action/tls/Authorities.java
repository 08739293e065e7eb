package io.github.basetenci.action.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a trust store, each found by the name of its owner. To read all of them costs
 * more than everything else in a login, and one of them is needed.
 *
 * <p>The file: the checksum of the trust store, and for each certificate the length and the bytes
 * of its owner's name, and its own length and bytes.
 */
public final class Authorities {
  /** Java reads a store of this name instead of the trust store. */
  private static final String OTHER_STORE = "jssecacerts";

  private static final int CHECKSUM_BYTES = Long.BYTES;

  private final byte[] index;

  private Authorities(byte[] index) {
    this.index = index;
  }

  /**
   * Writes the file, while the image is built.
   *
   * @param args the trust store, and the file to write
   */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    Files.write(Path.of(args[1]), write(Path.of(args[0])));
  }

  /** The index of a trust store that has no password, or the usual one. */
  static byte[] write(Path trustStore) throws IOException, GeneralSecurityException {
    // Certificates are read without a password.
    KeyStore store = KeyStore.getInstance(trustStore.toFile(), (char[]) null);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(checksum(Files.readAllBytes(trustStore)));
    for (String alias : Collections.list(store.aliases())) {
      Certificate certificate = store.getCertificate(alias);
      if (store.isCertificateEntry(alias) && certificate instanceof X509Certificate x509) {
        block(out, name(x509.getSubjectX500Principal()).getBytes(StandardCharsets.UTF_8));
        block(out, x509.getEncoded());
      }
    }
    return bytes.toByteArray();
  }

  private static void block(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** The authorities; null if the index is missing or is not the one of this trust store. */
  static @Nullable Authorities read(Path index, Path trustStore) throws IOException {
    if (!Files.exists(index) || Files.exists(trustStore.resolveSibling(OTHER_STORE))) {
      return null;
    }
    byte[] bytes = Files.readAllBytes(index);
    boolean fits =
        bytes.length >= CHECKSUM_BYTES
            && ByteBuffer.wrap(bytes).getLong() == checksum(Files.readAllBytes(trustStore));
    return fits ? new Authorities(bytes) : null;
  }

  /** Those authorities whose names occur in the chain, as issuers or as owners. */
  List<X509Certificate> of(X509Certificate[] chain) throws CertificateException {
    Set<ByteBuffer> names = new HashSet<>();
    for (X509Certificate certificate : chain) {
      names.add(wrapped(certificate.getIssuerX500Principal()));
      names.add(wrapped(certificate.getSubjectX500Principal()));
    }
    List<X509Certificate> found = new ArrayList<>();
    ByteBuffer all = ByteBuffer.wrap(index);
    all.position(CHECKSUM_BYTES);
    try {
      while (all.hasRemaining()) {
        boolean named = names.contains(next(all));
        ByteBuffer encoded = next(all);
        if (named) {
          found.add(read(encoded));
        }
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new CertificateException("the index of the trusted certificates is damaged", e);
    }
    return found;
  }

  private static ByteBuffer next(ByteBuffer all) {
    int length = all.getInt();
    ByteBuffer block = all.slice();
    block.limit(length);
    all.position(all.position() + length);
    return block;
  }

  private static X509Certificate read(ByteBuffer encoded) throws CertificateException {
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  private static ByteBuffer wrapped(X500Principal name) {
    return ByteBuffer.wrap(name(name).getBytes(StandardCharsets.UTF_8));
  }

  /** The form in which Java compares names: two names that are equal to it have the same. */
  private static String name(X500Principal name) {
    return name.getName(X500Principal.CANONICAL);
  }

  private static long checksum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }
}
