"""The pages: public and desk side by side, thin doors to the rooms."""
