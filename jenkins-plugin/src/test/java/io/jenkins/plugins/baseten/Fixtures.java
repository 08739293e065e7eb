package io.jenkins.plugins.baseten;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.ModelObject;
import hudson.security.ACL;
import hudson.util.Secret;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;

/** What many tests need: keys, credentials, jobs, and a search for a key in files. */
public final class Fixtures {
    /** A key of the shape that Baseten makes; no server knows it. */
    public static final String KEY = "aBcD1234.0123456789abcdefghijKLMNOPQRSTUV";

    /** Another one. */
    public static final String OTHER_KEY = "zYxW9876.VUTSRQPONMLKjihgfedcba9876543210";

    private Fixtures() {}

    /** Stores a credential of our type, for the whole controller. */
    public static BasetenApiKeyCredentialsImpl store(String id, String key, String remoteUrl) throws IOException {
        BasetenApiKeyCredentialsImpl credential = credential(id, key, remoteUrl);
        addToSystem(credential);
        return credential;
    }

    /** A credential of our type, not stored. */
    public static BasetenApiKeyCredentialsImpl credential(String id, String key, String remoteUrl) {
        BasetenApiKeyCredentialsImpl credential =
                new BasetenApiKeyCredentialsImpl(CredentialsScope.GLOBAL, id, null, Secret.fromString(key));
        credential.setRemoteUrl(remoteUrl);
        return credential;
    }

    /** Stores a plain secret text, for the whole controller. */
    public static void storeSecretText(String id, String value) throws IOException {
        addToSystem(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, null, Secret.fromString(value)));
    }

    public static void addToSystem(Credentials credential) throws IOException {
        systemStore().addCredentials(Domain.global(), credential);
    }

    /** Puts another key into a stored credential of our type. */
    public static void replaceKey(String id, String key) throws IOException {
        IdCredentials before = CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItemGroup(
                        BasetenApiKeyCredentialsImpl.class, Jenkins.get(), ACL.SYSTEM2),
                CredentialsMatchers.withId(id));
        BasetenApiKeyCredentialsImpl after =
                credential(id, key, ((BasetenApiKeyCredentialsImpl) before).getRemoteUrl());
        systemStore().updateCredentials(Domain.global(), before, after);
    }

    private static CredentialsStore systemStore() {
        return storeOf(Jenkins.get());
    }

    /** The store of the controller, of a folder or of a user itself. */
    public static CredentialsStore storeOf(ModelObject context) {
        return StreamSupport.stream(CredentialsProvider.lookupStores(context).spliterator(), false)
                .filter(store -> store.getContext() == context)
                .findFirst()
                .orElseThrow();
    }

    /** A Pipeline job in the sandbox of Groovy. */
    public static WorkflowJob pipeline(String name, String... script) throws Exception {
        WorkflowJob job = Jenkins.get().createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(String.join("\n", script), true));
        return job;
    }

    /** The files below a directory whose bytes hold a text. */
    public static List<String> filesWith(Path directory, String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (read(file).contains(text)) {
                    found.add(directory.relativize(file).toString());
                }
            }
        }
        return found;
    }

    /** The directories of logins below a directory. */
    public static List<Path> loginDirectories(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                if (visited.getFileName().toString().startsWith("baseten-")) {
                    found.add(visited);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // Gone in the meantime.
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            // Gone in the meantime, as a temporary file that got its name.
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
