"""What employers do about their premium: prevent, hide, under-declare; each channel apart."""
