package io.github.basetenci.cli.posix;

import com.kenai.jffi.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes the functions of the C library callable. This needs a small native library. While it is
 * loaded, the library must be a file in a directory from which the system allows files to be
 * loaded.
 */
public final class LibcLoader {
  private static final String FILE = "libjffi-1.2.so";

  private LibcLoader() {}

  /**
   * Loads the library.
   *
   * @param directory a directory that nobody else can write to; the file exists there only while it
   *     is loaded
   * @throws IOException with the reason, if this kind of machine is not known, or if no file in the
   *     directory may be loaded; another directory may work
   */
  public static Libc load(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    try (InputStream library = library()) {
      if (library == null) {
        throw new IOException("this kind of machine is not known");
      }
      Files.copy(library, file);
      // A failure here can be tried again with another directory. A failure inside of jffi would be
      // final.
      System.load(file.toString());
      System.setProperty("jffi.boot.library.path", directory.toString());
      return new Libc();
    } catch (LinkageError e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /**
   * The library for this processor, or null if {@link Libc} does not know the numbers of its system
   * calls.
   */
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
