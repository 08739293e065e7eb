package io.jenkins.plugins.baseten.masking;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.XmlFile;
import hudson.model.Run;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.github.basetenci.key.Masker;
import io.jenkins.plugins.baseten.leases.LiveBuilds;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Masks the description and the display name of a build that holds keys. Jenkins announces a change only after
 * it was written, so the masking cannot happen earlier.
 */
@Extension
public final class BuildRecords extends SaveableListener {
    private static final Logger LOGGER = Logger.getLogger(BuildRecords.class.getName());

    @Override
    public void onChange(@NonNull Saveable saved, XmlFile file) {
        if (saved instanceof Run<?, ?> run) {
            Masker masker = LiveBuilds.masker(run);
            if (masker != Masker.NONE) {
                mask(run, masker);
            }
        }
    }

    private static void mask(Run<?, ?> run, Masker masker) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            String description = run.getDescription();
            if (holdsKey(description, masker)) {
                // This call also saves the build.
                run.setDescription(masker.mask(description));
            }
            if (run.hasCustomDisplayName() && holdsKey(run.getDisplayName(), masker)) {
                run.setDisplayName(masker.mask(run.getDisplayName()));
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot mask the description or the name of " + run, e);
        }
    }

    private static boolean holdsKey(@CheckForNull String text, Masker masker) {
        return text != null && !masker.mask(text).equals(text);
    }
}
