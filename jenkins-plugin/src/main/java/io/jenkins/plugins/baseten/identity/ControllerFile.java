package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.text.Neutralizer;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.TokenDirectories;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A file of the controller with an identity token. It is read only below a directory that an administrator lists, also
 * after its links are followed. No message contains anything that is in the file.
 *
 * @param name the file, for messages
 * @param path its absolute path
 */
record ControllerFile(@NonNull String name, @NonNull String path) {
    private static final Logger LOGGER = Logger.getLogger(ControllerFile.class.getName());

    /** A line end may follow the token. */
    private static final int MAX_SIZE = IdentityToken.MAX_LENGTH + 2;

    /** Kubernetes replaces the directory of a projected token, so one attempt may meet the replacement. */
    private static final int ATTEMPTS = 3;

    /** Reads the beginning of a file. */
    interface Reader {
        @NonNull
        byte[] read(@NonNull Path real) throws IOException;
    }

    /** The text of the file, without blanks and line ends around it. */
    @NonNull
    String read() throws IdentityException {
        return read(ControllerFile::bytes);
    }

    /** Reads the file through a reader, which tests replace. */
    @NonNull
    String read(@NonNull Reader reader) throws IdentityException {
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt == ATTEMPTS;
            try {
                Path real = locate();
                byte[] bytes = reader.read(real);
                if (locate().equals(real)) {
                    if (bytes.length > MAX_SIZE) {
                        throw tooLarge();
                    }
                    return new String(bytes, StandardCharsets.ISO_8859_1).strip();
                }
                if (last) {
                    throw IdentityException.unavailable(Messages.controller_file_changed(name), null);
                }
            } catch (NoSuchFileException e) {
                if (last) {
                    throw unreadable(e);
                }
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }

    /** Follows no link at the end of the path. A link before it would be seen by the second look at the location. */
    private static byte[] bytes(Path real) throws IOException {
        try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(MAX_SIZE + 1);
        }
    }

    /**
     * Refuses a file that would not be read.
     *
     * @throws IdentityException of the kind USAGE, if the listed directories do not allow the file
     */
    void check() throws IdentityException {
        try {
            Path real = locate();
            if (!Files.isReadable(real)) {
                throw denied();
            }
            if (Files.size(real) > MAX_SIZE) {
                throw tooLarge();
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * The path of the file without links. A file that is not below a listed directory as it is written is refused
     * before anything looks for it, and what a link leads out to is not told.
     *
     * @throws IOException if the file cannot be found below the listed directories
     */
    private Path locate() throws IdentityException, IOException {
        TokenDirectories directories = BasetenConfiguration.get().tokenDirectories();
        if (directories.isEmpty()) {
            throw IdentityException.usage(Messages.controller_file_no_directories(name));
        }
        Path file;
        try {
            file = Path.of(path);
        } catch (InvalidPathException e) {
            throw IdentityException.usage(Messages.controller_file_outside(name));
        }
        if (!file.isAbsolute()) {
            // Jenkins loads a stored path without the constructor that refuses it.
            throw IdentityException.usage(Messages.path_not_absolute(Neutralizer.line(path)));
        }
        file = file.normalize();
        if (!directories.containAsWritten(file)) {
            throw IdentityException.usage(Messages.controller_file_outside(name));
        }
        Path real;
        try {
            real = file.toRealPath();
        } catch (IOException e) {
            if (directories.isLedOut(file)) {
                throw IdentityException.usage(Messages.controller_file_link(name));
            }
            throw e;
        }
        if (!directories.contain(real)) {
            throw IdentityException.usage(Messages.controller_file_link(name));
        }
        // A pipe or a device might never end.
        if (!Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile()) {
            throw IdentityException.invalid(Messages.controller_file_not_regular(name));
        }
        return real;
    }

    private IdentityException unreadable(IOException e) {
        if (e instanceof NoSuchFileException) {
            return IdentityException.invalid(Messages.controller_file_absent(name));
        }
        if (e instanceof AccessDeniedException) {
            return denied();
        }
        LOGGER.log(Level.WARNING, "cannot read " + name, e);
        return IdentityException.unavailable(Messages.controller_file_unreadable(name), e);
    }

    private IdentityException denied() {
        return IdentityException.invalid(Messages.controller_file_denied(name));
    }

    private IdentityException tooLarge() {
        return IdentityException.invalid(
                Messages.controller_file_too_large(name, String.valueOf(IdentityToken.MAX_LENGTH)));
    }
}
