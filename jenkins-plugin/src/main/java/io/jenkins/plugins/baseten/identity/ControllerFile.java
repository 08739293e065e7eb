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

    /** The text of the file, without blanks and line ends around it. */
    @NonNull
    String read() throws IdentityException {
        Path real = locate();
        byte[] bytes;
        // Who replaces a directory by a link after the check does not get another file read.
        try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(MAX_SIZE + 1);
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (!locate().equals(real)) {
            throw IdentityException.unavailable(Messages.controller_file_changed(name), null);
        }
        if (bytes.length > MAX_SIZE) {
            throw tooLarge();
        }
        return new String(bytes, StandardCharsets.ISO_8859_1).strip();
    }

    /**
     * Refuses a file that would not be read.
     *
     * @throws IdentityException of the kind USAGE, if the listed directories do not allow the file
     */
    void check() throws IdentityException {
        Path real = locate();
        if (!Files.isReadable(real)) {
            throw denied();
        }
        try {
            if (Files.size(real) > MAX_SIZE) {
                throw tooLarge();
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The path of the file without links. */
    private Path locate() throws IdentityException {
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
        boolean listed = directories.containAsWritten(file);
        Path real;
        try {
            real = file.toRealPath();
        } catch (IOException e) {
            // Whether there is a file outside of the listed directories is nobody's business.
            throw listed ? unreadable(e) : IdentityException.usage(Messages.controller_file_outside(name));
        }
        if (!directories.contain(real)) {
            throw IdentityException.usage(
                    listed ? Messages.controller_file_link(name) : Messages.controller_file_outside(name));
        }
        // A pipe or a device might never end.
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
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
