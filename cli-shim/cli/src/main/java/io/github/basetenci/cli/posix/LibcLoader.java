package io.github.basetenci.cli.posix;

import com.kenai.jffi.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes the functions of the C library callable. That needs a small library, which must be a file
 * for the moment in which it is loaded, where the system lets files be loaded.
 */
public final class LibcLoader {
  private static final String FILE = "libjffi-1.2.so";

  private LibcLoader() {}

  /**
   * Loads the library.
   *
   * @param directory that nobody else can write to; the file is there for that moment
   * @throws IOException with the reason, if this kind of machine is not known, or no file there may
   *     be loaded; another directory may do
   */
  public static Libc load(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    try (InputStream library = library()) {
      if (library == null) {
        throw new IOException("this kind of machine is not known");
      }
      Files.copy(library, file);
      // A failure here can be tried again elsewhere; one inside of jffi would be for good.
      System.load(file.toString());
      System.setProperty("jffi.boot.library.path", directory.toString());
      return new Libc();
    } catch (LinkageError e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** For the processors whose numbers {@link Libc} knows. */
  private static @Nullable InputStream library() {
    Platform platform = Platform.getPlatform();
    boolean known =
        platform.getOS() == Platform.OS.LINUX
            && (platform.getCPU() == Platform.CPU.X86_64
                || platform.getCPU() == Platform.CPU.AARCH64);
    return known
        ? LibcLoader.class.getResourceAsStream("/jni/" + platform.getName() + "/" + FILE)
        : null;
  }
}
