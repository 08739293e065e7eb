package io.github.basetenci.action.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConscryptTlsTest {
  private static final String CHANGED =
      "Java speaks TLS: the trust store is not the one that was indexed.";
  private static final Path STORE =
      Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");

  @TempDir Path directory;
  private Path trustStore;
  private Path index;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void index() throws Exception {
    trustStore = Files.copy(STORE, directory.resolve("cacerts"));
    index = directory.resolve("index");
    Authorities.main(new String[] {trustStore.toString(), index.toString()});
  }

  @Test
  void everyCertificateOfTheTrustStoreIsFoundByItsName() throws Exception {
    Authorities authorities = Authorities.read(index, trustStore);
    KeyStore all = KeyStore.getInstance(trustStore.toFile(), (char[]) null);

    assertThat(all.size()).isPositive();
    for (String alias : Collections.list(all.aliases())) {
      X509Certificate certificate = (X509Certificate) all.getCertificate(alias);
      assertThat(authorities).isNotNull();
      assertThat(authorities.of(new X509Certificate[] {certificate})).contains(certificate);
    }
  }

  @Test
  void anotherTrustStoreThanTheIndexedOneIsReadByJava() throws Exception {
    ConscryptTls tls = new ConscryptTls(index, trustStore, said::add);
    assertThat(tls.trusting(List.of())).isNotNull();

    Files.write(trustStore, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);

    assertThat(tls.trusting(List.of())).isNull();
    assertThat(said).containsExactly("BoringSSL speaks TLS.", CHANGED);
  }

  @Test
  void aStoreThatJavaPrefersIsReadByJava() throws Exception {
    Files.copy(STORE, directory.resolve("jssecacerts"));

    assertThat(new ConscryptTls(index, trustStore, said::add).trusting(List.of())).isNull();
    assertThat(said).containsExactly(CHANGED);
  }

  @Test
  void aMissingOrEmptyIndexIsNotUsed() throws Exception {
    Files.write(index, new byte[0]);
    ConscryptTls tls = new ConscryptTls(index, trustStore, said::add);

    assertThat(tls.trusting(List.of())).isNull();
    Files.delete(index);
    assertThat(tls.trusting(List.of())).isNull();
    assertThat(said).containsOnly(CHANGED);
  }

  /** In a process of its own: this one has loaded the library. */
  @Test
  void withoutItsLibraryJavaSpeaksTls() throws Exception {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dos.arch=riscv64",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutLibrary.class.getName(),
                index.toString(),
                trustStore.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertThat(Await.exitCode(process)).as(Files.readString(output)).isZero();
    assertThat(Files.readString(output))
        .isEqualTo("Java speaks TLS: the native library cannot be loaded.\nnull\n");
  }
}
