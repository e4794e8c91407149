package io.enginebench.data.formats;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** SpamAssassin's corpus as rows of token ids, ham 0 and spam 1; every fifth mail, by group and number, is a test row. */
public final class Mails {
    private static final int PARTS = 5;

    private Mails() {}

    /**
     * Reads the archive.
     *
     * @param name for messages
     * @param length words of a row: the mail's first
     * @param vocabularySize ids at most, of words of the training rows
     * @return x (row, position) as 32-bit ints and y (row) as unsigned bytes, of training and test rows
     * @throws BadInput if it is no such archive, or one of fewer mails than parts
     */
    public static Map<DataFiles, Samples> parse(String name, byte[] content, int length, int vocabularySize) {
        List<MailArchive.Mail> mails = MailArchive.parse(name, content);
        if (mails.size() < PARTS) {
            throw new BadInput(name + " must have " + PARTS + " or more mails, got " + mails.size());
        }
        List<MailArchive.Mail> train = new ArrayList<>();
        List<MailArchive.Mail> test = new ArrayList<>();
        for (int i = 0; i < mails.size(); i++) {
            (i % PARTS == PARTS - 1 ? test : train).add(mails.get(i));
        }
        Vocabulary vocabulary =
                new Vocabulary(train.stream().map(MailArchive.Mail::words).toList(), vocabularySize);
        return Map.of(
                DataFiles.TRAIN, samples(train, vocabulary, length), DataFiles.TEST, samples(test, vocabulary, length));
    }

    private static Samples samples(List<MailArchive.Mail> mails, Vocabulary vocabulary, int length) {
        int[] x = new int[mails.size() * length];
        byte[] y = new byte[mails.size()];
        for (int i = 0; i < y.length; i++) {
            MailArchive.Mail mail = mails.get(i);
            System.arraycopy(vocabulary.row(mail.words(), length), 0, x, i * length, length);
            y[i] = (byte) (mail.spam() ? 1 : 0);
        }
        return new Samples(
                Npy.of(List.of(y.length, length), x), Npy.ofBytes(List.of(y.length), ByteBuffer.wrap(y)), false);
    }
}
